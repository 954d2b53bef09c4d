; grammar: powershell
; calls: powershell

(function_statement (function_name) @name (script_block) @body) @function
(invokation_expression . (type_literal (type_spec (type_name) @object)) (member_name (simple_name) @name) (argument_list)? @args) @call
(member_access . (type_literal (type_spec (type_name) @object)) (member_name (simple_name) @name)) @member
(command command_name: (command_name) @name command_elements: (command_elements) @args) @call
(generic_token) @string
(command_parameter) @string
(string_literal) @string
