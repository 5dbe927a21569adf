import type { AnyCommand } from './command.ts';
import type { InboundHandler } from './mail/inbound.ts';
import type { ReplyPurpose } from './mail/reply-address.ts';
import type { PrivacyRegister } from './privacy.ts';
import type { AnyQuery } from './query.ts';
import type { Job, JobHandler } from './queue.ts';
import type { Runtime } from './runtime.ts';

/** The server door of a module, as the roof sees it. */
export type ServerModule = {
  commands: AnyCommand[];
  queries: AnyQuery[];
  jobs?: Job<object>[];
  handlers?(runtime: Runtime): JobHandler[];
  /** answers by mail, by what they answer to */
  inbound?: Partial<Record<ReplyPurpose, InboundHandler>>;
  privacy: PrivacyRegister;
};
