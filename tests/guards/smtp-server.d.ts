/** The part of the package that the test uses; it brings no types of its own. */
declare module 'smtp-server' {
  import type { Server } from 'node:net';
  import type { Readable } from 'node:stream';

  type Address = { address: string };
  type Session = { envelope: { mailFrom: Address; rcptTo: Address[] } };
  type Answer = (error?: (Error & { responseCode?: number }) | null) => void;

  export class SMTPServer {
    constructor(options: {
      authOptional?: boolean;
      disabledCommands?: string[];
      onRcptTo?(address: Address, session: Session, answer: Answer): void;
      onData(stream: Readable, session: Session, answer: Answer): void;
    });
    listen(port: number, host: string, done: () => void): Server;
    close(done: () => void): void;
    server: Server;
  }
}
