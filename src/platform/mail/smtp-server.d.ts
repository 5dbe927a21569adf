/** The part of the package that is used; it brings no types of its own. */
declare module 'smtp-server' {
  import type { Server } from 'node:net';
  import type { Readable } from 'node:stream';

  type Address = { address: string };
  type Session = { envelope: { mailFrom: Address | false; rcptTo: Address[] } };
  type Answer = (error?: (Error & { responseCode?: number }) | null) => void;

  export class SMTPServer {
    constructor(options: {
      authOptional?: boolean;
      disabledCommands?: string[];
      hideSTARTTLS?: boolean;
      size?: number;
      onRcptTo?(address: Address, session: Session, answer: Answer): void;
      onData(stream: Readable & { sizeExceeded?: boolean }, session: Session, answer: Answer): void;
    });
    listen(port: number, host: string, done: () => void): Server;
    close(done: () => void): void;
    on(event: 'error', told: (error: Error) => void): void;
    server: Server;
  }
}
