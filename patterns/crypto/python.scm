; grammar: python
; calls: python

(import_from_statement module_name: (_) @path name: (dotted_name) @name) @import
(import_from_statement module_name: (_) @path name: (aliased_import name: (_) @name alias: (_) @alias)) @import
(import_from_statement module_name: (_) @path (wildcard_import) @name) @import
(import_statement name: (aliased_import name: (_) @path alias: (_) @alias)) @import
(import_statement name: (dotted_name . (identifier) @path .)) @import

(class_definition name: (identifier) @name) @class
(function_definition name: (identifier) @name parameters: (parameters) @args body: (_) @body) @function
(lambda parameters: (_) @args body: (_) @body) @function
(parameters (identifier) @name @param)
(typed_parameter . (identifier) @name type: (_) @type) @param
(default_parameter name: (identifier) @name value: (_) @value) @param
(typed_default_parameter name: (identifier) @name type: (_) @type value: (_) @value) @param
(block) @block
(for_statement) @loop
(while_statement) @loop
(return_statement (_) @value) @return

(assignment left: (_) @left right: (_) @value) @assign
(named_expression name: (_) @left value: (_) @value) @assign
(with_item value: (as_pattern . (_) @value alias: (as_pattern_target (identifier) @left))) @assign

(call function: (attribute object: (_) @object attribute: (identifier) @name) arguments: (argument_list) @args) @call
(call function: (identifier) @name arguments: (argument_list) @args) @call
(keyword_argument name: (identifier) @name value: (_) @value) @pair
(pair key: (_) @name value: (_) @value) @pair
(dictionary) @list
(list) @list
(tuple) @list
(set) @list
(subscript value: (_) @object subscript: (_) @value) @index
(attribute object: (_) @object attribute: (identifier) @name) @member
(identifier) @id
(string (interpolation)) @template
(string_content) @text
(interpolation expression: (_) @value) @same
(string) @string
(concatenated_string . (string) @left (string) @value .) @binary
(integer) @number
(true) @word
(false) @word
(none) @word
(binary_operator left: (_) @left right: (_) @value) @binary
(boolean_operator left: (_) @left right: (_) @value) @binary
(conditional_expression . (_) @value (_) (_) @else .) @choice
(parenthesized_expression (_) @value) @same
(await (_) @value) @same
