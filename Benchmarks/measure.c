/* measure [--files N] RUNS LABEL COMMAND [ARGUMENT ...] [-- LABEL COMMAND ...]
 *
 * Whole processes, from start to exit, the commands in turn so that a machine that drifts drifts for all. Prints for each the
 * median wall and CPU time, the highest peak memory, and the wall time's ratio to the last command's, the yardstick; with --files,
 * how many of N files each gets through in a second. Output is thrown away; standard input is empty. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { maximum_commands = 16, maximum_runs = 1000 };

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void run(char **command, double *wall, double *cpu, long *peak) {
  double start = now();
  pid_t child = fork();
  if (child == 0) {
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(null, 1);
    dup2(null, 2);
    execvp(command[0], command);
    _exit(127);
  }
  int status;
  struct rusage usage;
  wait4(child, &status, 0, &usage);
  *wall = now() - start;
  *cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  if (usage.ru_maxrss > *peak) *peak = usage.ru_maxrss;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
    fprintf(stderr, "measure: cannot run %s\n", command[0]);
    exit(2);
  }
}

static int ascending(const void *left, const void *right) {
  double difference = *(const double *)left - *(const double *)right;
  return (difference > 0) - (difference < 0);
}

static double median(double *values, int count) {
  qsort(values, (size_t)count, sizeof *values, ascending);
  return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

int main(int argc, char **argv) {
  double files = 0;
  if (argc > 2 && strcmp(argv[1], "--files") == 0) {
    files = atof(argv[2]);
    argc -= 2;
    argv += 2;
  }
  if (argc < 4) return fprintf(stderr, "usage: measure [--files N] RUNS LABEL COMMAND [ARGUMENT ...] [-- LABEL COMMAND ...]\n"), 2;
  int runs = atoi(argv[1]), count = 0;
  char **commands[maximum_commands];
  for (int i = 2; i < argc && count < maximum_commands;) {
    commands[count++] = argv + i;
    while (i < argc && strcmp(argv[i], "--") != 0) i++;
    if (i < argc) argv[i++] = NULL;
  }
  if (runs < 1 || runs > maximum_runs) return 2;
  static double wall[maximum_commands][maximum_runs], cpu[maximum_commands][maximum_runs];
  long peak[maximum_commands] = {0};
  for (int round = -1; round < runs; round++) {
    /* The first round warms up. */
    int slot = round < 0 ? 0 : round;
    for (int i = 0; i < count; i++) run(commands[i] + 1, &wall[i][slot], &cpu[i][slot], &peak[i]);
  }
  double yardstick = median(wall[count - 1], runs);
  printf("  %-28s %12s %12s %10s %8s%s\n", "median of runs", "wall ms", "cpu ms", "peak MB", "ratio", files > 0 ? "    files/s" : "");
  for (int i = 0; i < count; i++) {
    double middle = median(wall[i], runs);
    printf("  %-28s %12.2f %12.2f %10.1f %8.2f", commands[i][0], middle * 1000, median(cpu[i], runs) * 1000, (double)peak[i] / 1024, middle / yardstick);
    if (files > 0) printf(" %10.0f", files / middle);
    putchar('\n');
  }
  return 0;
}
