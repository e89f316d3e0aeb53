/*
 * A link between two TUN devices: delay, rate, a queue that drops its tail, and random loss, each way.
 *
 *   link DEVICE_A DEVICE_B ONE_WAY_MS RATE_MBIT QUEUE_KB LOSS_PERCENT
 *
 * Prints "ready" once both devices exist. The losses are the same at every run that sends the same packets.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS = 1 << 15, LARGEST = 1600, BATCH = 64, FRAMING = 20 };

typedef struct {
  uint64_t due;
  int length;
  char bytes[LARGEST];
} Packet;

/* Packets on their way from one device to the other; `head` leaves next, `tail` is the first free slot. */
typedef struct {
  int from, to;
  uint64_t idle_at;
  unsigned head, tail;
  Packet *packets;
} Direction;

typedef struct {
  uint64_t delay;
  double nanoseconds_per_byte, queue_bytes, loss;
} Terms;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static int open_device(const char *name) {
  int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  if (device < 0) fail("/dev/net/tun");
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (ioctl(device, TUNSETIFF, &request) < 0) fail(name);
  return device;
}

/* Xorshift, in [0, 1). */
static double chance(void) {
  static uint64_t state = 88172645463325252u;
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (double)(state >> 11) / 9007199254740992.0;
}

static void take_in(Direction *way, const Terms *terms) {
  for (int count = 0; count < BATCH && way->tail - way->head < SLOTS; count++) {
    Packet *packet = &way->packets[way->tail % SLOTS];
    packet->length = (int)read(way->from, packet->bytes, LARGEST);
    if (packet->length <= 0) return;
    if (chance() < terms->loss) continue;
    uint64_t time = now();
    uint64_t start = way->idle_at > time ? way->idle_at : time;
    if ((double)(start - time) / terms->nanoseconds_per_byte > terms->queue_bytes) continue;
    way->idle_at = start + (uint64_t)((packet->length + FRAMING) * terms->nanoseconds_per_byte);
    packet->due = way->idle_at + terms->delay;
    way->tail++;
  }
}

/* Sends what is due. Returns when the next packet will be, or the end of time. */
static uint64_t let_out(Direction *way) {
  uint64_t time = now();
  for (; way->head != way->tail; way->head++) {
    Packet *packet = &way->packets[way->head % SLOTS];
    if (packet->due > time) return packet->due;
    /* A device that is down, or full, loses packets as real ones do. */
    ssize_t ignored = write(way->to, packet->bytes, (size_t)packet->length);
    (void)ignored;
  }
  return UINT64_MAX;
}

int main(int count, char **arguments) {
  if (count != 7) return 2;
  Terms terms = {
      .delay = (uint64_t)(atof(arguments[3]) * 1e6),
      .nanoseconds_per_byte = 8000.0 / atof(arguments[4]),
      .queue_bytes = atof(arguments[5]) * 1000,
      .loss = atof(arguments[6]) / 100,
  };
  int a = open_device(arguments[1]), b = open_device(arguments[2]);
  Direction ways[2] = {{.from = a, .to = b}, {.from = b, .to = a}};
  for (int i = 0; i < 2; i++) {
    ways[i].packets = calloc(SLOTS, sizeof(Packet));
    if (!ways[i].packets) fail("memory");
  }
  puts("ready");
  fflush(stdout);

  for (;;) {
    uint64_t next = UINT64_MAX;
    for (int i = 0; i < 2; i++) {
      take_in(&ways[i], &terms);
      uint64_t due = let_out(&ways[i]);
      if (due < next) next = due;
    }
    uint64_t time = now(), wait = next > time ? next - time : 0;
    struct timespec patience = {.tv_sec = (time_t)(wait / 1000000000u), .tv_nsec = (long)(wait % 1000000000u)};
    struct pollfd devices[2] = {{.fd = a, .events = POLLIN}, {.fd = b, .events = POLLIN}};
    ppoll(devices, 2, next == UINT64_MAX ? NULL : &patience, NULL);
  }
}
