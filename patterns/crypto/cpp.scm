; grammar: cpp
; methods: bare
; calls: c cpp

(using_declaration (_) @path "namespace"? @name) @import
(namespace_alias_definition name: (_) @alias (_) @path) @import
(class_specifier name: (_) @name) @class
(struct_specifier name: (_) @name) @class
(function_definition declarator: (_ declarator: (qualified_identifier name: (identifier) @name) parameters: (parameter_list) @args) body: (compound_statement) @body) @function
(function_definition declarator: (_ declarator: (field_identifier) @name parameters: (parameter_list) @args) body: (compound_statement) @body) @function
(lambda_expression declarator: (_ parameters: (parameter_list) @args) body: (compound_statement) @body) @function
(call_expression function: (qualified_identifier) @name arguments: (argument_list) @args) @call
(call_expression function: (template_function name: (_) @name) arguments: (argument_list) @args) @call
(new_expression type: (_) @name arguments: (argument_list) @args) @new
(declaration type: (_) @name declarator: (init_declarator value: (argument_list) @args)) @new
(declaration type: (qualified_identifier) @id)
(declaration type: (template_type) @id)
(declaration type: (_) @type declarator: (identifier) @left) @assign
(declaration type: (_) @type declarator: (init_declarator declarator: (identifier) @left value: (_) @value)) @assign
(template_type name: (type_identifier) @id)
(template_type name: (type_identifier) @id)
(type_descriptor type: (type_identifier) @id)
(template_argument_list (type_descriptor type: (qualified_identifier) @id))
(field_declaration type: (_) @type declarator: (field_identifier) @left default_value: (_)? @value) @assign
(raw_string_literal) @string
(qualified_identifier) @id
(for_range_loop) @loop

(preproc_def name: (identifier) @name value: (preproc_arg) @value) @macro
(function_definition declarator: (_ declarator: (identifier) @name parameters: (parameter_list) @args) body: (compound_statement) @body) @function
(function_definition declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name parameters: (parameter_list) @args)) body: (compound_statement) @body) @function
(parameter_declaration type: (_) @type declarator: (identifier) @name) @param
(parameter_declaration type: (_) @type declarator: (pointer_declarator declarator: (identifier) @name)) @param
(parameter_declaration type: (_) @type declarator: (array_declarator declarator: (identifier) @name)) @param
(compound_statement) @block
(if_statement consequence: (expression_statement) @block)
(else_clause (expression_statement) @block)
(case_statement) @block
(for_statement) @loop
(while_statement) @loop
(do_statement) @loop
(return_statement (_) @value) @return

(init_declarator declarator: (identifier) @left value: (_) @value) @assign
(init_declarator declarator: (pointer_declarator declarator: (identifier) @left) value: (_) @value) @assign
(init_declarator declarator: (array_declarator declarator: (identifier) @left) value: (_) @value) @assign
(declaration declarator: (identifier) @left) @assign
(declaration declarator: (pointer_declarator declarator: (identifier) @left)) @assign
(declaration declarator: (array_declarator declarator: (identifier) @left)) @assign
(assignment_expression left: (_) @left operator: "=" right: (_) @value) @assign
(enumerator name: (identifier) @left value: (_) @value) @assign

(call_expression function: (identifier) @name arguments: (argument_list) @args) @call
(call_expression function: (field_expression argument: (_) @object field: (field_identifier) @name) arguments: (argument_list) @args) @call
(field_expression argument: (_) @object field: (field_identifier) @name) @member
(subscript_expression argument: (_) @object indices: (subscript_argument_list (_) @value)) @index
(initializer_list) @list
(initializer_pair designator: (field_designator (field_identifier) @name) value: (_) @value) @pair
(identifier) @id
(string_literal) @string
(concatenated_string . (string_literal) @left (string_literal) @value .) @binary
(char_literal) @string
(number_literal) @number
(true) @word
(false) @word
(null) @word
(binary_expression left: (_) @left right: (_) @value) @binary
(conditional_expression consequence: (_) @value alternative: (_) @else) @choice
(parenthesized_expression (_) @value) @same
(cast_expression value: (_) @value) @same
(pointer_expression argument: (_) @value) @same
