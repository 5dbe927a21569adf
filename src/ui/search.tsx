import type { ComponentChildren } from 'preact';
import { fieldId } from './field.tsx';

export interface SearchBoxProps {
  readonly action: string;
  readonly name?: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly buttonText: string;
  /** Other parameters to keep. */
  readonly keep?: Readonly<Record<string, string>>;
}

/** Search; the key `/` goes to it. One a page. */
export function SearchBox({
  action,
  name = 'q',
  label,
  value,
  buttonText,
  keep = {},
}: SearchBoxProps) {
  return (
    <form class="search" role="search" action={action} method="get">
      <label class="label" for={fieldId(name)}>
        {label}
      </label>
      <div class="search-row">
        <input
          class="input"
          type="search"
          id={fieldId(name)}
          name={name}
          value={value}
          data-search
        />
        {Object.entries(keep).map(([key, kept]) => (
          <input key={key} type="hidden" name={key} value={kept} />
        ))}
        <button class="button is-quiet" type="submit">
          {buttonText}
        </button>
      </div>
    </form>
  );
}

export interface FiltersProps {
  readonly action: string;
  /** Names the form. */
  readonly label: string;
  readonly applyText: string;
  /** Leads to the list without filters; shown when given. */
  readonly clearHref?: string | undefined;
  readonly clearText?: string;
  /** Fields. */
  readonly children: ComponentChildren;
}

/** Fields in a row that narrow a list, sent by GET. */
export function Filters(props: FiltersProps) {
  return (
    <form class="filters" action={props.action} method="get" aria-label={props.label}>
      {props.children}
      <div class="filters-go">
        <button class="button is-quiet" type="submit">
          {props.applyText}
        </button>
        {props.clearHref && <a href={props.clearHref}>{props.clearText}</a>}
      </div>
    </form>
  );
}
