; grammar: php
; calls: php

(namespace_use_clause . (_) @path alias: (_)? @alias) @import
(class_declaration name: (name) @name) @class
(function_definition name: (name) @name parameters: (formal_parameters) @args body: (_) @body) @function
(method_declaration name: (name) @name parameters: (formal_parameters) @args body: (_)? @body) @function
(anonymous_function parameters: (formal_parameters) @args body: (_) @body) @function
(simple_parameter type: (_)? @type name: (variable_name) @name default_value: (_)? @value) @param
(compound_statement) @block
(case_statement) @block
(for_statement) @loop
(foreach_statement) @loop
(while_statement) @loop
(return_statement (_) @value) @return

(assignment_expression left: (_) @left right: (_) @value) @assign
(property_element name: (variable_name) @left default_value: (_) @value) @assign
(const_element . (name) @left (_) @value .) @assign

(function_call_expression function: (name) @name arguments: (arguments) @args) @call
(function_call_expression function: (qualified_name) @name arguments: (arguments) @args) @call
(member_call_expression object: (_) @object name: (name) @name arguments: (arguments) @args) @call
(scoped_call_expression scope: (_) @object name: (name) @name arguments: (arguments) @args) @call
(object_creation_expression . (name) @name (arguments) @args) @new
(object_creation_expression . (qualified_name) @name (arguments) @args) @new
(argument . name: (name) @name (_) @value .) @pair
(argument . (_) @value .) @same
(array_creation_expression) @list
(array_element_initializer . (_) @name (_) @value .) @pair
(array_element_initializer . (_) @value .) @same
(subscript_expression . (_) @object (_) @value .) @index
(member_access_expression object: (_) @object name: (name) @name) @member
(class_constant_access_expression . (_) @object (name) @name .) @member
(scoped_property_access_expression scope: (_) @object name: (_) @name) @member
(variable_name) @id
(name) @id
(encapsed_string (string_content) @text)
(encapsed_string) @template
(string) @string
(integer) @number
(boolean) @word
(null) @word
(binary_expression left: (_) @left right: (_) @value) @binary
(conditional_expression body: (_) @value alternative: (_) @else) @choice
(parenthesized_expression (_) @value) @same
(cast_expression value: (_) @value) @same
