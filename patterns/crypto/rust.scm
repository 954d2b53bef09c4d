; grammar: rust
; calls: rust

(use_declaration argument: (scoped_identifier) @path) @import
(use_declaration argument: (use_as_clause path: (_) @path alias: (_) @alias)) @import
(use_declaration argument: (scoped_use_list path: (_) @path list: (use_list (identifier) @name))) @import
(use_declaration argument: (scoped_use_list path: (_) @path list: (use_list (use_as_clause path: (_) @name alias: (_) @alias)))) @import
(use_declaration argument: (use_wildcard (_) @path) @name) @import
(struct_item name: (_) @name) @class
(enum_item name: (_) @name) @class
(impl_item type: (_) @name) @class
(function_item name: (identifier) @name parameters: (parameters) @args body: (_) @body) @function
(closure_expression parameters: (_) @args body: (_) @body) @function
(parameter pattern: (identifier) @name type: (_) @type) @param
(block) @block
(match_arm) @block
(for_expression) @loop
(while_expression) @loop
(loop_expression) @loop
(return_expression (_) @value) @return

(let_declaration pattern: (identifier) @left type: (_)? @type value: (_) @value) @assign
(const_item name: (identifier) @left value: (_) @value) @assign
(static_item name: (identifier) @left value: (_) @value) @assign
(assignment_expression left: (_) @left right: (_) @value) @assign

(call_expression function: (scoped_identifier path: (_) @object name: (_) @name) arguments: (arguments) @args) @call
(call_expression function: (field_expression value: (_) @object field: (_) @name) arguments: (arguments) @args) @call
(call_expression function: (identifier) @name arguments: (arguments) @args) @call
(call_expression function: (generic_function function: (field_expression value: (_) @object field: (_) @name)) arguments: (arguments) @args) @call
(struct_expression name: (_) @name body: (field_initializer_list) @args) @new
(field_initializer field: (_) @name value: (_) @value) @pair
(array_expression) @list
(tuple_expression) @list
(index_expression . (_) @object (_) @value .) @index
(scoped_identifier path: (_) @object name: (_) @name) @member
(scoped_type_identifier path: (_) @object name: (_) @name) @member
(field_expression value: (_) @object field: (_) @name) @member
(type_identifier) @id
(identifier) @id
(string_literal) @string
(raw_string_literal) @string
(integer_literal) @number
(boolean_literal) @word
(binary_expression left: (_) @left right: (_) @value) @binary
(if_expression consequence: (_) @value alternative: (else_clause (_) @else)) @choice
(parenthesized_expression (_) @value) @same
(reference_expression value: (_) @value) @same
(type_cast_expression value: (_) @value) @same
(try_expression (_) @value) @same
(await_expression (_) @value) @same
