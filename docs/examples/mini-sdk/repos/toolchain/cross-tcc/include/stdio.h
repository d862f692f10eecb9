#ifndef _STDIO_H
#define _STDIO_H

int printf(const char *format, ...);
int putchar(int c);
int puts(const char *s);

#endif
