#ifndef _UNISTD_H
#define _UNISTD_H

long write(int fd, const void *data, unsigned long size);

#endif
