; grammar: go
; calls: go

(import_spec name: (_)? @alias path: (_) @path) @import
(type_spec name: (_) @name) @class
(function_declaration name: (identifier) @name parameters: (parameter_list) @args body: (block)? @body) @function
(method_declaration name: (field_identifier) @name parameters: (parameter_list) @args body: (block)? @body) @function
(func_literal parameters: (parameter_list) @args body: (block) @body) @function
(parameter_declaration name: (identifier) @name type: (_) @type) @param
(block) @block
(expression_case) @block
(default_case) @block
(for_statement) @loop
(return_statement (expression_list . (_) @value)) @return

(short_var_declaration left: (expression_list . (_) @left) right: (expression_list . (_) @value)) @assign
(assignment_statement left: (expression_list . (_) @left) right: (expression_list . (_) @value)) @assign
(var_spec name: (identifier) @left type: (_)? @type value: (expression_list . (_) @value)) @assign
(var_spec name: (identifier) @left type: (_) @type) @assign
(const_spec name: (identifier) @left value: (expression_list . (_) @value)) @assign

(call_expression function: (selector_expression operand: (_) @object field: (_) @name) arguments: (argument_list) @args) @call
(call_expression function: (identifier) @name arguments: (argument_list) @args) @call
(type_conversion_expression type: (_) operand: (_) @value) @same
(call_expression function: (parenthesized_expression) arguments: (argument_list (_) @value)) @same
(composite_literal type: (_) @name body: (literal_value) @args) @new
(literal_value) @list
(keyed_element . (literal_element) @name (literal_element) @value .) @pair
(literal_element (_) @value) @same
(index_expression operand: (_) @object index: (_) @value) @index
(selector_expression operand: (_) @object field: (_) @name) @member
(qualified_type) @id
(identifier) @id
(interpreted_string_literal) @string
(raw_string_literal) @string
(int_literal) @number
(true) @word
(false) @word
(nil) @word
(binary_expression left: (_) @left right: (_) @value) @binary
(parenthesized_expression (_) @value) @same
(unary_expression operand: (_) @value) @same
(slice_expression operand: (_) @value) @same
