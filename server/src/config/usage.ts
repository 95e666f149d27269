/** What `--help` prints: one screen. Every variable has its line; docs/deployment.md says more of each. */
export const usage = `Usage: warmline-server                 starts the server
       warmline-server hash-password   asks for a password and prints its hash
       warmline-server --version | --help

Environment:
  PORT              where to listen: 3000; 0 takes a free port
  HOST              the address to listen on: 127.0.0.1
  DATA_DIR          what survives a restart, its owner's alone: .warmline
  WARMLINE_CONFIG   sites, agents and the rest: warmline.config.json.
                    Without that file the server runs a demo.
  LOG_LEVEL         fatal, error, warn, info, debug, trace or silent: info
  PUBLIC_DIR        the pages and scripts to serve: those of this package
  TURN_URL, TURN_SECRET
                    a TURN server and its shared secret
  LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET
                    a LiveKit cluster, which then carries the calls

Every key of the configuration: docs/deployment.md in Warmline's repository.
`;
