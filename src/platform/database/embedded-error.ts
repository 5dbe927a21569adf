export type EmbeddedErrorCode =
  | 'unsupported_platform'
  | 'binaries_missing'
  | 'root_without_way'
  | 'already_running'
  | 'data_of_other_version'
  | 'start_failed';

/**
 * Why the embedded PostgreSQL could not be had. The message is written for the person at the
 * terminal: what happened, then what to do. `detail` carries PostgreSQL's own words when there are any.
 */
export class EmbeddedError extends Error {
  readonly code: EmbeddedErrorCode;
  readonly detail: string | undefined;

  constructor(code: EmbeddedErrorCode, message: string, detail?: string) {
    super(detail ? `${message}\n${detail}` : message);
    this.name = 'EmbeddedError';
    this.code = code;
    this.detail = detail;
  }
}
