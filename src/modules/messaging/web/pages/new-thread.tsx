import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  CheckboxGroup,
  EmptyState,
  Form,
  Hidden,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
} from '#ui/index.ts';
import type { AboutRef } from '../../core/index.ts';
import type { getNewThread } from '../../server/index.ts';
import { partText, ReadersText } from '../parts/readers.tsx';
import { WriteBox } from '../parts/write-box.tsx';
import { paths } from '../paths.ts';

type Props = { v: View; about: AboutRef; data: ViewOf<typeof getNewThread> };

/** Where one is in the search: what it is about, and to whom. */
export function searchOf(about: AboutRef, chosen: readonly string[]): string {
  const search = new URLSearchParams({ kind: about.kind, about: about.id });
  for (const choice of chosen) search.append('with', choice);
  return `?${search}`;
}

/** Nobody writes about nothing: a conversation begins where its matter is. */
export function AboutWhatPage({ v }: { v: View }) {
  return (
    <>
      <PageHead title={v.t('messaging.new.title')} />
      <p>{v.t('messaging.list.none-text')}</p>
    </>
  );
}

/** First whom, then the words: so that who reads along is said before anything is written. */
export function NewThreadPage({ v, about, data }: Props) {
  const announce = data.groups.length > 0 && (
    <p>
      <a href={paths.announce.href() + searchOf(about, [])}>{v.t('messaging.new.announce')}</a>
    </p>
  );
  return (
    <>
      <PageHead
        kicker={data.about.title}
        title={v.t('messaging.new.title')}
        lead={
          data.readers ? (
            <ReadersText v={v} readers={data.readers} />
          ) : (
            <p>{v.t('messaging.new.lead', { part: partText(v, data.self.part) })}</p>
          )
        }
      />
      {data.readers ? (
        <>
          <p>
            <a href={paths.newThread.href() + searchOf(about, [])}>{v.t('messaging.new.change')}</a>
          </p>
          <WriteBox
            v={v}
            action={paths.newThread.href()}
            search={searchOf(about, data.chosen)}
            sendKey={data.sendKey}
            readers={data.readers}
            withSubject
          />
        </>
      ) : data.choices.length === 0 ? (
        <EmptyState
          title={v.t('messaging.new.nobody')}
          text={v.t('messaging.new.nobody-text')}
          action={<LinkButton href={data.about.href}>{v.t('messaging.new.back')}</LinkButton>}
        />
      ) : (
        <Form action={paths.newThread.href()} method="get">
          <Hidden name="kind" value={about.kind} />
          <Hidden name="about" value={about.id} />
          <CheckboxGroup
            name="with"
            label={v.t('messaging.new.whom')}
            values={[]}
            options={data.choices.map((c) => ({
              value: c.choice,
              label: v.fmt.list(c.names),
              hint: partText(v, c.part),
            }))}
          />
          <ButtonRow>
            <Button>{v.t('messaging.new.next')}</Button>
            <LinkButton href={data.about.href}>{v.t('messaging.new.back')}</LinkButton>
          </ButtonRow>
        </Form>
      )}
      {!data.readers && announce}
    </>
  );
}

export function AnnouncePage({ v, about, data }: Props) {
  const group = data.groups.find((g) => data.chosen.includes(g.choice));
  const name = (g: Props['data']['groups'][number]) =>
    v.t('messaging.announce.group', { group: partText(v, g.part), count: g.count });
  return (
    <>
      <PageHead
        kicker={data.about.title}
        title={v.t('messaging.announce.title')}
        lead={
          <p>
            {group
              ? v.t('messaging.announce.readers', { group: name(group), org: data.self.name })
              : v.t('messaging.announce.lead')}
          </p>
        }
      />
      {group && data.readers ? (
        <>
          {data.readers.safeguarding.length > 0 && (
            <Notice tone="now" title={v.t('messaging.announce.along')}>
              <p>{v.fmt.list([...new Set(data.readers.safeguarding.map((r) => r.name))])}</p>
            </Notice>
          )}
          <WriteBox
            v={v}
            action={paths.announce.href()}
            search={searchOf(about, [group.choice])}
            sendKey={data.sendKey}
            readers={data.readers}
            withSubject
          />
        </>
      ) : data.groups.length === 0 ? (
        <EmptyState
          title={v.t('messaging.announce.nobody')}
          text={v.t('messaging.announce.nobody-text')}
          action={<LinkButton href={data.about.href}>{v.t('messaging.new.back')}</LinkButton>}
        />
      ) : (
        <Form action={paths.announce.href()} method="get">
          <Hidden name="kind" value={about.kind} />
          <Hidden name="about" value={about.id} />
          <RadioGroup
            name="with"
            label={v.t('messaging.announce.whom')}
            options={data.groups.map((g) => ({ value: g.choice, label: name(g) }))}
          />
          <ButtonRow>
            <Button>{v.t('messaging.new.next')}</Button>
            <LinkButton href={data.about.href}>{v.t('messaging.new.back')}</LinkButton>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}
