/* What needs machine code: a program's first instructions and the system call. tcc assembles i386
   only, so the others are their instructions as words. _start hands the initial stack (argc, argv,
   environment) to __libc_start. */

void __libc_start(long *stack);

#define CODE __attribute__((section(".text")))

#if defined(__i386__)

__asm__(".globl _start\n"
    "_start:\n"
    "    mov %esp, %eax\n"
    "    push %eax\n"
    "    call __libc_start\n"
    ".globl __syscall\n"
    "__syscall:\n"
    "    push %ebx\n"
    "    push %esi\n"
    "    push %edi\n"
    "    mov 16(%esp), %eax\n"
    "    mov 20(%esp), %ebx\n"
    "    mov 24(%esp), %ecx\n"
    "    mov 28(%esp), %edx\n"
    "    int $0x80\n"
    "    pop %edi\n"
    "    pop %esi\n"
    "    pop %ebx\n"
    "    ret\n");

#elif defined(__arm__)

struct {
  unsigned code[2];
  void (*start)(long *);
} _start CODE = {{
    0xe1a0000d, /* mov r0, sp */
    0xe51ff004, /* ldr pc, [pc, #-4]: start */
  },
  __libc_start};

unsigned __syscall[] CODE = {
  0xe92d0090, /* push {r4, r7} */
  0xe1a07000, /* mov r7, r0 */
  0xe1a00001, /* mov r0, r1 */
  0xe1a01002, /* mov r1, r2 */
  0xe1a02003, /* mov r2, r3 */
  0xef000000, /* svc 0 */
  0xe8bd0090, /* pop {r4, r7} */
  0xe12fff1e, /* bx lr */
};

#elif defined(__aarch64__)

struct {
  unsigned code[4];
  void (*start)(long *);
} _start CODE = {{
    0x910003e0, /* mov x0, sp */
    0x58000070, /* ldr x16, start */
    0xd61f0200, /* br x16 */
    0xd503201f, /* nop */
  },
  __libc_start};

unsigned __syscall[] CODE = {
  0xaa0003e8, /* mov x8, x0 */
  0xaa0103e0, /* mov x0, x1 */
  0xaa0203e1, /* mov x1, x2 */
  0xaa0303e2, /* mov x2, x3 */
  0xd4000001, /* svc 0 */
  0xd65f03c0, /* ret */
};

#elif defined(__riscv)

struct {
  unsigned code[4];
  void (*start)(long *);
} _start CODE = {{
    0x00010513, /* mv a0, sp */
    0x00000297, /* auipc t0, 0 */
    0x00c2b283, /* ld t0, 12(t0): start */
    0x00028067, /* jr t0 */
  },
  __libc_start};

unsigned __syscall[] CODE = {
  0x00050893, /* mv a7, a0 */
  0x00058513, /* mv a0, a1 */
  0x00060593, /* mv a1, a2 */
  0x00068613, /* mv a2, a3 */
  0x00000073, /* ecall */
  0x00008067, /* ret */
};

#endif
