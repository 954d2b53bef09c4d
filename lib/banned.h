/* banned.h - functions too easy to misuse; naming one is a compile error. */
#ifndef TAMIS_BANNED_H
#define TAMIS_BANNED_H

#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef sprintf
#undef vsprintf
#undef alloca
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets
#pragma GCC poison strtok atoi atol system popen tmpnam mktemp alloca

#endif
