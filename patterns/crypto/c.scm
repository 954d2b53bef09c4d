; grammar: c
; calls: c

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
(subscript_expression argument: (_) @object index: (_) @value) @index
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
