; grammar: typescript
; calls: js

(import_statement (import_clause (identifier) @alias) source: (string) @path) @import
(import_statement (import_clause (namespace_import (identifier) @alias)) source: (string) @path) @import
(import_statement (import_clause (named_imports (import_specifier name: (_) @name alias: (_)? @alias))) source: (string) @path) @import
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @name) value: (call_expression) @path) @import
(variable_declarator name: (object_pattern (pair_pattern key: (_) @name value: (identifier) @alias)) value: (call_expression) @path) @import
(class_declaration name: (_) @name) @class
(function_declaration name: (identifier) @name parameters: (formal_parameters) @args body: (_) @body) @function
(method_definition name: (_) @name parameters: (formal_parameters) @args body: (_) @body) @function
(function_expression parameters: (formal_parameters) @args body: (_) @body) @function
(arrow_function parameters: (formal_parameters) @args body: (_) @body) @function
(arrow_function parameter: (identifier) @args body: (_) @body) @function
(variable_declarator name: (identifier) @name value: (arrow_function parameters: (formal_parameters) @args body: (_) @body)) @function
(variable_declarator name: (identifier) @name value: (function_expression parameters: (formal_parameters) @args body: (_) @body)) @function
(required_parameter pattern: (identifier) @name value: (_)? @value) @param
(statement_block) @block
(switch_case) @block
(if_statement consequence: (expression_statement) @block)
(else_clause (expression_statement) @block)
(for_statement) @loop
(for_in_statement) @loop
(while_statement) @loop
(return_statement (_) @value) @return

(variable_declarator name: (identifier) @left value: (_)? @value) @assign
(assignment_expression left: (_) @left right: (_) @value) @assign

(call_expression function: (member_expression object: (_) @object property: (property_identifier) @name) arguments: (arguments) @args) @call
(call_expression function: (identifier) @name arguments: (arguments) @args) @call
(call_expression function: (parenthesized_expression (member_expression object: (_) @object property: (property_identifier) @name)) arguments: (arguments) @args) @call
(new_expression constructor: (_) @name arguments: (arguments)? @args) @new
(object) @list
(array) @list
(pair key: (_) @name value: (_) @value) @pair
(subscript_expression object: (_) @object index: (_) @value) @index
(member_expression object: (_) @object property: (property_identifier) @name) @member
(identifier) @id
(string) @string
(template_string) @template
(string_fragment) @text
(template_substitution (_) @value) @same
(number) @number
(true) @word
(false) @word
(null) @word
(undefined) @word
(binary_expression left: (_) @left right: (_) @value) @binary
(ternary_expression consequence: (_) @value alternative: (_) @else) @choice
(parenthesized_expression (_) @value) @same
(await_expression (_) @value) @same
(unary_expression argument: (_) @value) @same
(as_expression . (_) @value) @same
(non_null_expression (_) @value) @same
(satisfies_expression . (_) @value) @same
(public_field_definition name: (_) @left value: (_) @value) @assign
(enum_assignment name: (_) @left value: (_) @value) @assign
(optional_parameter pattern: (identifier) @name) @param
(enum_declaration name: (_) @name) @class
