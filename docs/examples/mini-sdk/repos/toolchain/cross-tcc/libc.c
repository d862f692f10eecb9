/* A C library for freestanding programs on Linux: enough to compute something and to print it. */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__aarch64__) || defined(__riscv)
enum { SYS_WRITE = 64, SYS_EXIT = 93 };
#else
enum { SYS_WRITE = 4, SYS_EXIT = 1 };
#endif

long __syscall(long number, long a, long b, long c);
int main(int argc, char **argv, char **envp);

void __libc_start(long *stack)
{
  int argc = stack[0];
  char **argv = (char **)(stack + 1);

  exit(main(argc, argv, argv + argc + 1));
}

void exit(int status)
{
  for (;;)
    __syscall(SYS_EXIT, status, 0, 0);
}

long write(int fd, const void *data, unsigned long size)
{
  return __syscall(SYS_WRITE, fd, (long)data, size);
}

unsigned long strlen(const char *s)
{
  const char *end = s;

  while (*end)
    end++;
  return end - s;
}

void *memcpy(void *to, const void *from, unsigned long size)
{
  unsigned char *t = to;
  const unsigned char *f = from;

  while (size--)
    *t++ = *f++;
  return to;
}

void *memmove(void *to, const void *from, unsigned long size)
{
  unsigned char *t = to;
  const unsigned char *f = from;

  if (t < f)
    return memcpy(to, from, size);
  while (size--)
    t[size] = f[size];
  return to;
}

void *memset(void *to, int byte, unsigned long size)
{
  unsigned char *t = to;

  while (size--)
    *t++ = byte;
  return to;
}

#ifdef __arm__
/* The names by which the ARM run-time ABI has the compiler call them. */
void __aeabi_memcpy4(void *to, const void *from, unsigned long size)
{
  memcpy(to, from, size);
}

void __aeabi_memcpy8(void *to, const void *from, unsigned long size)
{
  memcpy(to, from, size);
}

void __aeabi_memmove4(void *to, const void *from, unsigned long size)
{
  memmove(to, from, size);
}

void __aeabi_memmove8(void *to, const void *from, unsigned long size)
{
  memmove(to, from, size);
}

void __aeabi_memset(void *to, unsigned long size, int byte)
{
  memset(to, byte, size);
}
#endif

int putchar(int c)
{
  char byte = c;

  write(1, &byte, 1);
  return c;
}

static int print(const char *s)
{
  return write(1, s, strlen(s));
}

int puts(const char *s)
{
  return print(s) + print("\n");
}

static int print_number(unsigned long n, unsigned base)
{
  char digits[24];
  char *first = digits + sizeof digits - 1;

  *first = 0;
  do
    *--first = "0123456789abcdef"[n % base];
  while (n /= base);
  return print(first);
}

/* %d %u %x, each also with l, %s %c %%; no widths. */
int printf(const char *format, ...)
{
  va_list args;
  int printed = 0;

  va_start(args, format);
  for (; *format; format++) {
    int is_long = 0;
    long n;

    if (*format != '%') {
      putchar(*format);
      printed++;
      continue;
    }
    if (*++format == 'l') {
      is_long = 1;
      format++;
    }
    switch (*format) {
    case 'd':
      n = is_long ? va_arg(args, long) : va_arg(args, int);
      if (n < 0)
        printed += print("-");
      printed += print_number(n < 0 ? -(unsigned long)n : n, 10);
      break;
    case 'u':
    case 'x':
      n = is_long ? va_arg(args, unsigned long) : va_arg(args, unsigned);
      printed += print_number(n, *format == 'x' ? 16 : 10);
      break;
    case 's':
      printed += print(va_arg(args, char *));
      break;
    default:
      putchar(*format == 'c' ? va_arg(args, int) : *format);
      printed++;
    }
  }
  va_end(args);
  return printed;
}
