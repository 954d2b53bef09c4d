; grammar: ruby
; methods: bare
; calls: ruby

(class name: (_) @name) @class
(module name: (_) @name) @class
(method name: (_) @name parameters: (method_parameters)? @args body: (_)? @body) @function
(singleton_method name: (_) @name parameters: (method_parameters)? @args body: (_)? @body) @function
(method_parameters (identifier) @name @param)
(method_parameters (optional_parameter name: (_) @name value: (_) @value) @param)
(method_parameters (keyword_parameter name: (_) @name value: (_)? @value) @param)
(then) @block
(else) @block
(when) @block
(do_block) @block
(while) @loop
(until) @loop
(return (argument_list . (_) @value)) @return

(assignment left: (_) @left right: (_) @value) @assign
(operator_assignment left: (_) @left right: (_) @value) @assign

(call receiver: (_) @object method: (_) @name arguments: (argument_list)? @args) @call
(call !receiver method: (_) @name arguments: (argument_list) @args) @call
(argument_list) @list
(hash) @list
(array) @list
(pair key: (_) @name value: (_) @value) @pair
(element_reference object: (_) @object (_) @value) @index
(scope_resolution scope: (_) @object name: (_) @name) @member
(constant) @id
(identifier) @id
(instance_variable) @id
(class_variable) @id
(global_variable) @id
(string (interpolation)) @template
(string_content) @text
(interpolation (_) @value) @same
(string) @string
(simple_symbol) @string
(integer) @number
(true) @word
(false) @word
(nil) @word
(binary left: (_) @left right: (_) @value) @binary
(conditional consequence: (_) @value alternative: (_) @else) @choice
(parenthesized_statements . (_) @value .) @same
