; grammar: scala
; methods: bare
; calls: jvm scala

(import_declaration) @import @path
(import_declaration (namespace_selectors (identifier) @name)) @import @path
(import_declaration (namespace_selectors (arrow_renamed_identifier name: (_) @name alias: (_) @alias))) @import @path
(class_definition name: (_) @name) @class
(object_definition name: (_) @name) @class
(function_definition name: (_) @name parameters: (parameters) @args body: (_) @body) @function
(lambda_expression (_) @body .) @function
(parameter name: (identifier) @name type: (_) @type default_value: (_)? @value) @param
(block) @block
(case_clause) @block
(for_expression) @loop
(while_expression) @loop
(return_expression (_) @value) @return

(val_definition pattern: (identifier) @left type: (_)? @type value: (_) @value) @assign
(var_definition pattern: (identifier) @left type: (_)? @type value: (_) @value) @assign
(assignment_expression left: (_) @left right: (_) @value) @assign
(assignment_expression left: (identifier) @name right: (_) @value) @pair

(call_expression function: (field_expression value: (_) @object field: (_) @name) arguments: (arguments) @args) @call
(call_expression function: (identifier) @name arguments: (arguments) @args) @call
(instance_expression . (_) @name (arguments)? @args) @new
(field_expression value: (_) @object field: (_) @name) @member
(identifier) @id
(string) @string
(interpolated_string_expression) @string
(integer_literal) @number
(boolean_literal) @word
(null_literal) @word
(infix_expression left: (_) @left right: (_) @value) @binary
(if_expression consequence: (_) @value alternative: (_) @else) @choice
(parenthesized_expression (_) @value) @same
