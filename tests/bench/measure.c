/* measure COMMAND...: runs it, prints "wall_s user_s max_rss_kib max_anonymous_kib" on stdout, and ends with its exit
 * code. The command's own stdout is dropped unless MEASURE_OUTPUT names a file for it; its stderr stays. Anonymous
 * memory is looked at every ten milliseconds, first after five: files that are mapped are no memory of the process.
 * Between two looks the process is left alone, and its end is told at once. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long anonymous_kib(pid_t process)
{
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)process);
    FILE *status = fopen(path, "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "RssAnon:", 8) == 0)
            kib = atol(line + 8);
    if (status)
        fclose(status);
    return kib;
}

static void become(char **command)
{
    const char *name = getenv("MEASURE_OUTPUT");
    int output = open(name ? name : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (output >= 0)
        dup2(output, STDOUT_FILENO);
    execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: measure COMMAND...\n");
        return 2;
    }
    struct timespec start, end;
    struct rusage usage;
    int status;
    long most_kib = 0;
    pid_t done;
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child == 0)
        become(argv + 1);
    struct pollfd ended = {.fd = child > 0 ? (int)syscall(SYS_pidfd_open, child, 0) : -1, .events = POLLIN};
    for (int wait_ms = 5; ended.fd >= 0 && poll(&ended, 1, wait_ms) == 0; wait_ms = 10) {
        long kib = anonymous_kib(child);
        most_kib = kib > most_kib ? kib : most_kib;
    }
    done = child > 0 ? wait4(child, &status, 0, &usage) : -1;
    if (child < 0 || done != child) {
        perror("measure");
        return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double wall_s = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    double user_s = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
    printf("%.4f %.3f %ld %ld\n", wall_s, user_s, usage.ru_maxrss, most_kib);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
