; grammar: java
; methods: bare
; calls: jvm

(import_declaration (scoped_identifier) @path (asterisk)? @name) @import
(class_declaration name: (identifier) @name) @class
(interface_declaration name: (identifier) @name) @class
(enum_declaration name: (identifier) @name) @class
(enum_constant name: (identifier) @left arguments: (argument_list . (_) @value)) @assign
(method_declaration name: (identifier) @name parameters: (formal_parameters) @args body: (_)? @body) @function
(constructor_declaration name: (identifier) @name parameters: (formal_parameters) @args body: (_) @body) @function
(lambda_expression parameters: (_) @args body: (_) @body) @function
(formal_parameter type: (_) @type name: (identifier) @name) @param
(block) @block
(switch_block_statement_group) @block
(if_statement consequence: (expression_statement) @block)
(if_statement alternative: (expression_statement) @block)
(for_statement) @loop
(while_statement) @loop
(enhanced_for_statement) @loop
(return_statement (_) @value) @return

(local_variable_declaration type: (_) @type declarator: (variable_declarator name: (identifier) @left value: (_)? @value)) @assign
(field_declaration type: (_) @type declarator: (variable_declarator name: (identifier) @left value: (_)? @value)) @assign
(resource type: (_) @type name: (identifier) @left value: (_) @value) @assign
(assignment_expression left: (_) @left operator: "=" right: (_) @value) @assign

(method_invocation object: (_)? @object name: (identifier) @name arguments: (argument_list) @args) @call
(object_creation_expression type: (_) @name arguments: (argument_list) @args) @new
(array_creation_expression type: (_) @name dimensions: (dimensions_expr) @args) @new
(array_creation_expression value: (array_initializer) @value) @same
(array_initializer) @list
(array_access array: (_) @object index: (_) @value) @index
(field_access object: (_) @object field: (identifier) @name) @member
(method_reference . (_) @object (identifier) @name .) @member
(identifier) @id
(string_literal) @string
(character_literal) @string
(decimal_integer_literal) @number
(hex_integer_literal) @number
(true) @word
(false) @word
(null_literal) @word
(binary_expression left: (_) @left right: (_) @value) @binary
(ternary_expression consequence: (_) @value alternative: (_) @else) @choice
(parenthesized_expression (_) @value) @same
(cast_expression value: (_) @value) @same
