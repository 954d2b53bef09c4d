; grammar: kotlin
; methods: bare
; calls: jvm kotlin

(import (qualified_identifier) @path (identifier)? @alias) @import
(class_declaration name: (identifier) @name) @class
(object_declaration name: (identifier) @name) @class
(function_declaration name: (identifier) @name (function_value_parameters) @args (function_body)? @body) @function
(lambda_literal) @function
(parameter (identifier) @name (_) @type) @param
(block) @block
(when_entry) @block
(for_statement) @loop
(while_statement) @loop
(return_expression (_) @value) @return

(property_declaration (variable_declaration . (identifier) @left) (_) @value .) @assign
(property_declaration (variable_declaration . (identifier) @left (_) @type) (_) @value .) @assign
(assignment . (_) @left (_) @value .) @assign

(call_expression . (navigation_expression (_) @object (identifier) @name .) (value_arguments) @args) @call
(call_expression . (identifier) @name (value_arguments) @args) @call
(value_argument . (identifier) @name (_) @value .) @pair
(value_argument . (_) @value .) @same
(index_expression . (_) @object (_) @value .) @index
(navigation_expression . (_) @object (identifier) @name .) @member
(identifier) @id
(string_literal (interpolation)) @template
(string_literal (string_content) (string_content)) @template
(string_content) @text
(interpolation (_) @value) @same
(string_literal) @string
(number_literal) @number
(binary_expression left: (_) @left right: (_) @value) @binary
(if_expression condition: (_) . (_) @value (_) @else .) @choice
(parenthesized_expression (_) @value) @same
(as_expression . (_) @value) @same
