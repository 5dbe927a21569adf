import type { ComponentChildren } from 'preact';
import { StatusTag, type Tone } from './status.tsx';

export interface NextStepProps {
  /** Small line above, e.g. "Your next step". */
  readonly kicker: string;
  /** The verb first: "Sign your learning agreement". */
  readonly title: string;
  /** For whom or what: "with Lycée Fulbert". */
  readonly about?: ComponentChildren;
  /** When: "by Friday 12 March". */
  readonly dateText?: string;
  /** `late` marks the date with shape and colour. */
  readonly tone?: 'now' | 'late' | 'done' | 'wait';
  /** One primary button. */
  readonly action?: ComponentChildren;
}

/** What a person does next; stands first on each home. */
export function NextStep({ kicker, title, about, dateText, tone = 'now', action }: NextStepProps) {
  return (
    <section class={`next-step is-${tone}`}>
      <p class="kicker">{kicker}</p>
      <h2>{title}</h2>
      {about && <div class="next-step-about">{about}</div>}
      {dateText &&
        (tone === 'late' ? (
          <p class="next-step-date">
            <StatusTag tone="late" text={dateText} />
          </p>
        ) : (
          <p class="next-step-date">{dateText}</p>
        ))}
      {action && <div class="next-step-action">{action}</div>}
    </section>
  );
}

export interface Task {
  readonly id: string;
  readonly title: string;
  /** Left out when it cannot be opened yet. */
  readonly href?: string | undefined;
  readonly hint?: ComponentChildren;
  readonly tone: Tone;
  readonly statusText: string;
  readonly dateText?: string | undefined;
}

/** Things to do, each with its state. */
export function TaskList({ items }: { readonly items: readonly Task[] }) {
  return (
    <ul class="tasks">
      {items.map((task) => (
        <li key={task.id} class="task">
          <div class="task-what">
            {task.href ? <a href={task.href}>{task.title}</a> : <span>{task.title}</span>}
            {task.hint && <div class="hint">{task.hint}</div>}
          </div>
          <div class="task-state">
            <StatusTag tone={task.tone} text={task.statusText} />
            {task.dateText && <span class="when">{task.dateText}</span>}
          </div>
        </li>
      ))}
    </ul>
  );
}

export interface Waiting {
  readonly id: string;
  /** The person or organisation that acts: never "pending". */
  readonly who: string;
  /** What they do: "signs the agreement". */
  readonly what: ComponentChildren;
  readonly sinceText?: string | undefined;
  readonly late?: boolean;
  /** E.g. a quiet "Remind" button. */
  readonly action?: ComponentChildren;
}

/** What waits for others. */
export function WaitingFor({ items }: { readonly items: readonly Waiting[] }) {
  return (
    <ul class="waiting">
      {items.map((item) => (
        <li key={item.id} class="waiting-item">
          <div>
            <p class="waiting-who">{item.who}</p>
            <p class="waiting-what">{item.what}</p>
          </div>
          {item.sinceText && (
            <p class="waiting-since">
              <StatusTag tone={item.late ? 'late' : 'wait'} text={item.sinceText} />
            </p>
          )}
          {item.action && <div class="waiting-action">{item.action}</div>}
        </li>
      ))}
    </ul>
  );
}
