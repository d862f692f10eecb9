#ifndef _STRING_H
#define _STRING_H

void *memcpy(void *to, const void *from, unsigned long size);
void *memmove(void *to, const void *from, unsigned long size);
void *memset(void *to, int byte, unsigned long size);
unsigned long strlen(const char *s);

#endif
