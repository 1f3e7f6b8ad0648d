# Chooses where tests keep their scratch files. Sourced by ./mvnw. In memory, where there is enough of it: a test
# that starts the service waits for the disk otherwise. Nothing is proved by that waiting: tests that kill processes keep
# what the kernel has, and lost power is simulated. Prints nothing.

SCRATCH_LEAST_KIB=$((6 * 1024 * 1024))
SCRATCH_MEMORY_LEAST_KIB=$((12 * 1024 * 1024))

# scratch_in_memory: exports MVNW_TEST_FOLDER (see pom.xml), unless it is set or memory is short.
scratch_in_memory() {
  [ -z "${MVNW_TEST_FOLDER-}" ] && [ -w /dev/shm ] && [ -r /proc/meminfo ] || return 0
  scratch_free=$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')
  scratch_memory=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
  [ "${scratch_free:-0}" -ge "$SCRATCH_LEAST_KIB" ] || return 0
  [ "${scratch_memory:-0}" -ge "$SCRATCH_MEMORY_LEAST_KIB" ] || return 0
  scratch_folder=/dev/shm/weighbridge-$(id -u)-$(pwd | cksum | cut -d ' ' -f 1)
  # Of others' making, a link of theirs to a folder of ours, or a place from which no program may be run: the usual
  # place, then.
  mkdir -p -m 700 "$scratch_folder" 2>/dev/null && [ ! -L "$scratch_folder" ] && [ -O "$scratch_folder" ] || return 0
  printf '#!/bin/sh\n' >"$scratch_folder/runs" && chmod 700 "$scratch_folder/runs" || return 0
  "$scratch_folder/runs" 2>/dev/null || return 0
  # What killed runs left.
  find "$scratch_folder" -mindepth 1 -maxdepth 1 -mmin +180 -exec rm -rf {} + 2>/dev/null || true
  export MVNW_TEST_FOLDER="$scratch_folder"
}
