import type { VNode } from 'preact';
import type { z } from 'zod';
import type { Actor, PersonActor } from '#kernel/actor.ts';
import type { Schema } from '#kernel/schema.ts';
import type { AnyCommand } from '../command.ts';
import type { Reader } from '../database/index.ts';
import type { Formats, Translate } from '../i18n/index.ts';
import type { Query } from '../query.ts';
import type { Runtime } from '../runtime.ts';
import type { FormData, FormState } from './form.ts';
import type { Path, PathParams } from './path.ts';

/** A place in the navigation; the later ones stand under the name of their group. */
export type NavPlace = {
  href: string;
  label: string;
  order: number;
  group?: 'stay' | 'partners' | 'together';
};

/** What every view is given beside its data: words, formats, and the form that was sent. */
export type View = {
  t: Translate;
  fmt: Formats;
  lang: string;
  dir: 'ltr' | 'rtl';
  actor: Actor;
  today: Temporal.PlainDate;
  /** the path and query shown */
  url: string;
  form: FormState;
  /** the message of the action just done, already in words */
  flash: string | null;
  demo: boolean;
};

export type PageContext<P extends string = string, A extends Actor = Actor> = {
  actor: A;
  params: PathParams<P>;
  search: URLSearchParams;
  t: Translate;
  fmt: Formats;
  lang: string;
  now: Temporal.Instant;
  today: Temporal.PlainDate;
  runtime: Runtime;
  read: Reader;
  /** answers a query within the page's one read transaction; throws Refusal when it is hidden or refused */
  ask<I extends Schema, S, O extends Schema>(
    query: Query<I, S, O>,
    input: z.input<I>,
  ): Promise<z.output<O>>;
};

type Access = 'anyone' | 'person';
type ActorFor<A extends Access> = A extends 'person' ? PersonActor : Actor;

export type Page<P extends string = string, D = unknown, A extends Access = Access> = {
  kind: 'page';
  path: Path<P>;
  access: A;
  load(context: PageContext<P, ActorFor<A>>): Promise<D>;
  title(view: View, data: D): string;
  view(view: View, data: D): VNode;
  /** bundles of islands this page holds, by their name */
  islands?: string[];
  /** 'full' leaves out navigation, for first pages and print */
  frame?: 'normal' | 'plain';
  /**
   * Kept on the person's device and shown when there is no connection; a module that marks a page lists its address in
   * `WebModule.offline`. Nothing else is ever kept, since pages hold what concerns minors.
   */
  offline?: true;
};

/** A page: what it reads and how it looks. `person` pages send strangers to sign in and bring them back. */
export function page<P extends string, D, A extends Access>(
  definition: Omit<Page<P, D, A>, 'kind'>,
): Page<P, D, A> {
  return { kind: 'page', ...definition };
}

export type ActionContext<P extends string = string, A extends Actor = Actor> = {
  actor: A;
  params: PathParams<P>;
  search: URLSearchParams;
  form: FormData;
  lang: string;
  runtime: Runtime;
  userAgent: string;
  /** the token this request came with, so that signing out ends this session */
  sessionToken: string | null;
};

export type Done = {
  to: string;
  /**
   * Shows the action's page again instead of going on, with what was typed and these values: a preview. For commands
   * that write nothing, since reloading the answer sends the form again.
   */
  show?: Record<string, string[]>;
  /** key of a message shown on the next page */
  flash?: string;
  /** sets or clears the session */
  session?: string | null;
  cookies?: { name: string; value: string; maxAge: number }[];
};

export type Action<
  P extends string = string,
  C extends AnyCommand = AnyCommand,
  A extends Access = Access,
> = {
  kind: 'action';
  path: Path<P>;
  access: A;
  command: C;
  /** the raw input of the command out of what was typed */
  input(context: ActionContext<P, ActorFor<A>>): unknown | Promise<unknown>;
  done(
    result: Extract<Awaited<ReturnType<C['run']>>, { ok: true }>,
    context: ActionContext<P, ActorFor<A>>,
  ): Done | Promise<Done>;
  /** the page shown again with what was typed and what is wrong; its path takes the same parameters */
  // biome-ignore lint/suspicious/noExplicitAny: any page can stand behind a form
  page: Page<any, any, any>;
  /** greatest size of the body in bytes; files are accepted only where this is set */
  upload?: number;
  /** attempts allowed from one address within some seconds, beside the general limit */
  limit?: { name: string; points: number; seconds: number };
};

/** A form's target: the command it calls and where people land. */
export function action<P extends string, C extends AnyCommand, A extends Access>(
  definition: Omit<Action<P, C, A>, 'kind'>,
): Action<P, C, A> {
  return { kind: 'action', ...definition };
}

export type Raw<P extends string = string> = {
  kind: 'raw';
  method: 'get' | 'post';
  path: Path<P>;
  access: Access;
  handle(
    request: Request,
    context: Omit<PageContext<P>, 'read' | 'ask'> & Pick<PageContext, 'ask'>,
  ): Promise<Response>;
};

/** For what is neither page nor form: downloads, feeds, streams. */
export function raw<P extends string>(definition: Omit<Raw<P>, 'kind'>): Raw<P> {
  return { kind: 'raw', ...definition };
}

// biome-ignore lint/suspicious/noExplicitAny: a list of routes of every shape
export type Route = Page<any, any, any> | Action<any, any, any> | Raw<any>;

/** One thing somebody has to do, in words, or waits for. Collected from all modules for home pages. */
export type Task = {
  id: string;
  title: string;
  /** what or whom it is about */
  about?: string;
  /** set when it is somebody else's turn: who, in words */
  waitingFor?: string;
  due?: Temporal.PlainDate | null;
  href: string;
  action?: string;
  /** a step of a plan and nobody's particular wait: stands after what people wait for */
  background?: boolean;
};

/** One dated entry of a personal calendar feed. */
export type AgendaItem = {
  uid: string;
  /** what people choose by; an own next step when left out */
  kind?: 'step' | 'meeting' | 'deadline';
  projectId?: string | null;
  day?: Temporal.PlainDate;
  from?: Temporal.ZonedDateTime;
  until?: Temporal.ZonedDateTime;
  summary: string;
  description?: string;
  location?: string;
  url?: string;
  /** where one joins online */
  conference?: string;
  sequence: number;
  stamp: Temporal.Instant;
};

/** A part of the dossier page that a module adds. Null when this actor sees nothing of it. */
export type DossierSection = { id: string; order: number; title: string; body: VNode };

/** The web door of a module, as the roof sees it. */
export type WebModule = {
  routes: Route[];
  tasks?(context: PageContext<string, PersonActor>): Promise<Task[]>;
  agenda?(context: PageContext<string, PersonActor>): Promise<AgendaItem[]>;
  dossier?(
    context: PageContext<string, PersonActor>,
    mobilityId: string,
    view: View,
  ): Promise<DossierSection[]>;
  nav?(view: View): NavPlace[];
  /** addresses of this module's pages marked `offline` that this person may need without a connection, with their titles */
  offline?(context: PageContext<string, PersonActor>): Promise<{ href: string; title: string }[]>;
  /** pages of this module about an intake, for the partners of its project */
  intakeLinks?(view: View, intakeId: string): { href: string; label: string }[];
};
