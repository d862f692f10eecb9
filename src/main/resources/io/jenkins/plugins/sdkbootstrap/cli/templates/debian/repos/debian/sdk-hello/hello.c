#include <stdio.h>

int main(void) {
  puts("hello from the SDK");
  return 0;
}
