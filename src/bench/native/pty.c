// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Runs a command in a pseudo-terminal of its own. Standard input is what is typed, standard output what is
 * shown; the first line on standard error is the command's process id. When standard input ends the terminal
 * hangs up.
 *
 * usage: pty COLUMNS ROWS COMMAND [ARGUMENT…]
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void fail(const char *what)
{
	fprintf(stderr, "pty: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Whether there is more to come. */
static int copy(int from, int to)
{
	char bytes[65536];
	ssize_t size = read(from, bytes, sizeof(bytes));

	for (ssize_t done = 0, written; done < size; done += written) {
		written = write(to, bytes + done, size - done);
		if (written < 0)
			fail("copying");
	}
	return size > 0;
}

static int exit_code(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) < 0)
		fail("waiting");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int count, char **arguments)
{
	struct winsize size = { 0 };
	pid_t child;
	int master;

	if (count < 4) {
		fputs("usage: pty COLUMNS ROWS COMMAND [ARGUMENT…]\n", stderr);
		return 2;
	}
	size.ws_col = atoi(arguments[1]);
	size.ws_row = atoi(arguments[2]);
	child = forkpty(&master, NULL, NULL, &size);
	if (child < 0)
		fail("forkpty");
	if (!child) {
		execvp(arguments[3], arguments + 3);
		fail(arguments[3]);
	}
	fprintf(stderr, "%d\n", child);
	for (;;) {
		struct pollfd polled[] = { { .fd = master, .events = POLLIN }, { .fd = STDIN_FILENO, .events = POLLIN } };

		if (poll(polled, 2, -1) < 0)
			fail("poll");
		/* What was shown comes first: at the end of the command the terminal still holds its last words. */
		if (polled[0].revents && !copy(master, STDOUT_FILENO))
			break;
		if (polled[1].revents && !copy(STDIN_FILENO, master))
			break;
	}
	close(master);
	return exit_code(child);
}
