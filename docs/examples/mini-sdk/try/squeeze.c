/* Links the SDK's own zlib: what is compressed must come back. */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

int main(void) {
  static unsigned char text[100000], small[200000], back[sizeof text];
  uLongf smaller = sizeof small, again = sizeof back;
  memset(text, 'x', sizeof text);
  if (compress(small, &smaller, text, sizeof text) != Z_OK) return 1;
  if (uncompress(back, &again, small, smaller) != Z_OK) return 1;
  if (again != sizeof text || memcmp(text, back, sizeof text) != 0) return 1;
  printf("zlib %s: %lu bytes in %lu\n", zlibVersion(), again, smaller);
  return 0;
}
