/** What the process ends with; the numbers are a contract. */
export const exitCode = {
  done: 0,
  /** The user must act; the message stands on stderr. */
  userError: 1,
  /** A check found what it calls an error. */
  findings: 2,
  internalError: 3,
  /** Stopped on request, with a checkpoint written. */
  stopped: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
