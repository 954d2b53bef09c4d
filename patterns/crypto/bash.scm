; grammar: bash
; calls: shell

(function_definition name: (_) @name body: (_) @body) @function
(compound_statement) @block
(do_group) @block
(if_statement) @block
(for_statement) @loop
(while_statement) @loop
(variable_assignment name: (variable_name) @left value: (_) @value) @assign
(variable_assignment name: (variable_name) @name value: (_) @value) @pair
(command name: (command_name) @name) @call @args
(simple_expansion (variable_name) @value) @same
(variable_name) @id
(expansion . (variable_name) @value) @same
(string (string_content) @text)
(string) @template
(raw_string) @string
(ansi_c_string) @string
(word) @string
(number) @number
(concatenation) @template
(command_substitution (_) @value) @same
