/* What the finished SDK compiles, for itself and for other machines: it computes something, so that
   more than the linker is tried. */
#include <stdio.h>

#if defined __x86_64__
#define MACHINE "x86_64"
#elif defined __i386__
#define MACHINE "i386"
#elif defined __aarch64__
#define MACHINE "aarch64"
#elif defined __arm__
#define MACHINE "arm"
#elif defined __riscv
#define MACHINE "riscv64"
#endif

static int is_prime(int n) {
  for (int d = 2; d * d <= n; d++)
    if (n % d == 0) return 0;
  return 1;
}

int main(void) {
  int sum = 0;
  for (int n = 2; n < 1000; n++)
    if (is_prime(n)) sum += n;
  printf("%s: the primes below 1000 add up to %d\n", MACHINE, sum);
  return sum == 76127 ? 0 : 1;
}
