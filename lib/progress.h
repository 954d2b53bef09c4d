/*
 * progress.h - one line on stderr while a run takes longer than a second:
 * a terminal only, five times a second at most, gone when the run is over.
 * One at a time; any thread may erase, the one that started it steps.
 */
#ifndef TAMIS_PROGRESS_H
#define TAMIS_PROGRESS_H

struct progress_now {
	size_t done, total; /* total 0: not known, so no per cent */
	size_t found;
	uint64_t bytes;
};

/* unit: "files", "blobs". on=false, or no terminal: nothing ever shows. */
void progress_start(bool on, const char *unit);
void progress_step(const struct progress_now *now);
/* Off the screen, until the next step; before anything else is written. */
void progress_erase(void);
void progress_end(void);

#endif
