/** What `--help` prints. */
export const help = `Usage: rangefinder [options] <url | file.meta4>...

Fetches each file over many connections, verifies it, and resumes where an earlier run was interrupted.

File
  -o, --name <file>              name of the file (one URL only)
  -d, --dir <folder>             folder it goes to (current)
      --on-conflict <what>       rename, overwrite, skip or fail when the file exists (rename)
      --mirror <url>             another link to the same file (one URL only); repeatable
      --checksum <alg>=<hex>     md5, sha1, sha256, sha512 or blake3 that it must have; repeatable
      --checksum auto|off        look for one beside the file too, or not even in headers
      --no-sha256                don't compute the digest
      --no-resume                start from zero, even where an earlier run left a part
      --refresh                  go on with the part of that --name from this new URL, if it is the same file

Transfer
  -n, --connections <n|auto>     connections per file, 1-64 (auto); also --number_of_threads
      --min-split-size <size>    never split smaller (1M)
      --limit-rate <size>        bytes per second over the whole command (no limit)
  -j, --at-once <n>              files at the same time (5)
      --per-host <n>             connections to one host over all files, if not more are allowed for one (32)
      --connect-timeout <s>      seconds until a connection must stand (15)
      --timeout <s>              seconds without a byte until a connection has stalled (30)
      --retries <n>              tries in a row without progress, 0 for none (10)
      --retry-wait <s>           seconds before the first new try, then growing (1)

Request
      --header 'Name: value'     sent with each request; repeatable
      --user-agent <text>        who we say we are (Rangefinder/<version>)
      --referer <url>            where we say we come from
      --cookie <name=value>      cookies to send
      --user <name:password>     credentials for the server
      --ca-certificate <file>    trust these roots too (PEM)
      --insecure                 don't check certificates at all

Command
      --input-file <file|->      read URLs from a file or standard input, one a line; # starts a comment
      --log <file>               write a log
      --report <file>            write an integrity report, as JSON
  -q, --quiet                    print no progress, only results and errors
  -v, --verbose                  print the log as well
      --json                     print events, one JSON object a line
      --version                  print the version
      --help                     print this

Sizes take K, M, G for powers of 1024. Exit codes: 0 complete, 1 anything else, 2 usage, 3 network, 4 server,
5 content changed or truncated, 6 checksum, 7 disk, 8 refused for safety, 130 interrupted.
`;
