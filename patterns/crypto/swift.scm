; grammar: swift
; methods: bare
; calls: swift c

(class_declaration name: (_) @name) @class
(function_declaration name: (simple_identifier) @name body: (_)? @body) @function
(lambda_literal) @function
(parameter name: (simple_identifier) @name) @param
(statements) @block
(switch_entry) @block
(for_statement) @loop
(while_statement) @loop
(control_transfer_statement result: (_) @value) @return

(property_declaration name: (pattern bound_identifier: (simple_identifier) @left) value: (_) @value) @assign
(assignment target: (_) @left result: (_) @value) @assign

(call_expression . (navigation_expression target: (_) @object suffix: (navigation_suffix suffix: (simple_identifier) @name)) (call_suffix (value_arguments) @args)) @call
(call_expression . (simple_identifier) @name (call_suffix (value_arguments) @args)) @call
(value_argument name: (value_argument_label (simple_identifier) @name) value: (_) @value) @pair
(value_argument . value: (_) @value) @same
(array_literal) @list
(dictionary_literal) @list
(navigation_expression target: (_) @object suffix: (navigation_suffix suffix: (simple_identifier) @name)) @member
(prefix_expression target: (_) @value) @same
(simple_identifier) @id
(line_string_literal (interpolated_expression)) @template
(line_str_text) @text
(line_string_literal) @string
(integer_literal) @number
(boolean_literal) @word
(additive_expression lhs: (_) @left rhs: (_) @value) @binary
(multiplicative_expression lhs: (_) @left rhs: (_) @value) @binary
(ternary_expression if_true: (_) @value if_false: (_) @else) @choice
(tuple_expression value: (_) @value) @same
