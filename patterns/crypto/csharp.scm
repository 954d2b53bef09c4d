; grammar: csharp
; methods: bare
; calls: dotnet
; imports: open

(using_directive (qualified_name) @path .) @import
(using_directive . (identifier) @path .) @import
(using_directive name: (identifier) @alias (qualified_name) @path) @import
(class_declaration name: (identifier) @name) @class
(struct_declaration name: (identifier) @name) @class
(enum_declaration name: (identifier) @name) @class
(method_declaration name: (identifier) @name parameters: (parameter_list) @args body: (_)? @body) @function
(constructor_declaration name: (identifier) @name parameters: (parameter_list) @args body: (_) @body) @function
(local_function_statement name: (identifier) @name parameters: (parameter_list) @args body: (_) @body) @function
(lambda_expression body: (_) @body) @function
(anonymous_method_expression (block) @body) @function
(parameter type: (_)? @type name: (identifier) @name) @param
(block) @block
(switch_section) @block
(if_statement consequence: (expression_statement) @block)
(if_statement alternative: (expression_statement) @block)
(for_statement) @loop
(foreach_statement) @loop
(while_statement) @loop
(return_statement (_) @value) @return
(arrow_expression_clause (_) @value) @return

(variable_declaration type: (_) @type (variable_declarator name: (identifier) @left . (_) @value)) @assign
(variable_declaration type: (_) @type (variable_declarator name: (identifier) @left .)) @assign
(property_declaration type: (_) @type name: (identifier) @left value: (_) @value) @assign
(enum_member_declaration name: (identifier) @left value: (_) @value) @assign
(assignment_expression left: (_) @left right: (_) @value) @assign

(invocation_expression function: (member_access_expression expression: (_) @object name: (_) @name) arguments: (argument_list) @args) @call
(invocation_expression function: (identifier) @name arguments: (argument_list) @args) @call
(object_creation_expression type: (_) @name arguments: (argument_list)? @args) @new
(argument name: (identifier) @name (_) @value .) @pair
(argument . (_) @value .) @same
(array_creation_expression type: (array_type type: (_) @name (array_rank_specifier) @args)) @new
(array_creation_expression (initializer_expression) @value) @same
(implicit_array_creation_expression (initializer_expression) @value) @same
(initializer_expression) @list
(element_access_expression expression: (_) @object subscript: (bracketed_argument_list . (argument (_) @value))) @index
(member_access_expression expression: (_) @object name: (_) @name) @member
(identifier) @id
(string_literal) @string
(verbatim_string_literal) @string
(raw_string_literal) @string
(interpolated_string_expression) @template
(string_content) @text
(interpolation . (_) @value) @same
(integer_literal) @number
(boolean_literal) @word
(null_literal) @word
(binary_expression left: (_) @left right: (_) @value) @binary
(conditional_expression consequence: (_) @value alternative: (_) @else) @choice
(parenthesized_expression (_) @value) @same
(cast_expression value: (_) @value) @same
