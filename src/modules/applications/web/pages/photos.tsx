import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Details,
  EmptyState,
  FileField,
  Form,
  Hidden,
  PageHead,
  Section,
  TextArea,
  TextField,
} from '#ui/index.ts';
import { greetingMinutes, photosAtMost } from '../../core/schema.ts';
import type { listPhotos } from '../../server/index.ts';
import { Faults } from '../parts/status.tsx';
import { paths } from '../paths.ts';

type Photos = ViewOf<typeof listPhotos>;

/** One photo with its words; what it shows is read aloud. */
function Photo({ p, list }: { p: Photos['photos'][number]; list: Photos }) {
  return (
    <figure class="photo">
      <img
        src={paths.photo.href({ applicationId: list.applicationId, photoId: p.id })}
        alt={p.alt}
        width={p.width}
        height={p.height}
        loading="lazy"
      />
      {p.caption && <figcaption>{p.caption}</figcaption>}
    </figure>
  );
}

/** The recorded greeting, with what is said in it. Nothing is loaded before somebody listens. */
function Greeting({ v, list }: { v: View; list: Photos }) {
  if (!list.greeting) return null;
  const src = paths.greeting.href({ applicationId: list.applicationId });
  return (
    <figure class="photo">
      {/* biome-ignore lint/a11y/useMediaCaption: what is said stands below, as text */}
      <audio
        controls
        preload="none"
        src={src}
        aria-label={v.t('applications.greeting.of', { pupil: list.pupil })}
      />
      <figcaption>{list.greeting.words}</figcaption>
    </figure>
  );
}

/** Photos and greeting as a host family gets them. */
export function PhotoList({ v, list }: { v: View; list: Photos }) {
  return (
    <div class="photos">
      <Greeting v={v} list={list} />
      {list.photos.map((p) => (
        <Photo key={p.id} p={p} list={list} />
      ))}
    </div>
  );
}

/** The pupil's own voice: send, say what is said in it, take away. Others listen. */
function GreetingSection({ v, list, bytesAtMost }: { v: View; list: Photos; bytesAtMost: number }) {
  const at = { applicationId: list.applicationId };
  const href = paths.greeting.href(at);
  const f = bind(v, href, { words: list.greeting?.words ?? '' });
  if (!list.greeting && !list.mayChange) return null;
  const form = (
    <Form action={href} multipart>
      <FileField
        name="recording"
        label={v.t(list.greeting ? 'applications.greeting.new-file' : 'applications.greeting.file')}
        hint={v.t('applications.greeting.file-hint', {
          minutes: greetingMinutes,
          limit: bytesAtMost / 1024 / 1024,
        })}
        error={f.text('recording').error ?? f.text('content').error}
        accept="audio/*"
        required={!list.greeting}
        {...(list.greeting ? { optionalLabel: v.t('applications.optional') } : {})}
      />
      <TextArea
        {...f.text('words')}
        label={v.t('applications.greeting.words')}
        hint={v.t('applications.greeting.words-hint')}
        rows={3}
        required
      />
      <ButtonRow>
        <Button>
          {v.t(list.greeting ? 'applications.photos.save' : 'applications.greeting.add-button')}
        </Button>
        {list.greeting && (
          <Button kind="danger" formaction={paths.greetingRemove.href(at)}>
            {v.t('applications.photos.remove')}
          </Button>
        )}
      </ButtonRow>
    </Form>
  );
  return (
    <Section
      title={v.t('applications.greeting.title')}
      lead={
        list.mayChange && !list.greeting ? <p>{v.t('applications.greeting.lead')}</p> : undefined
      }
    >
      <Greeting v={v} list={list} />
      {list.mayChange &&
        (list.greeting ? (
          <Details summary={v.t('applications.greeting.change')} open={v.form.action === href}>
            {form}
          </Details>
        ) : (
          form
        ))}
      {list.mayChange && <p class="hint">{v.t('applications.greeting.who-hears')}</p>}
    </Section>
  );
}

/** The pupil's own album: add, say what is on it, put it in order, take it away. */
export function PhotosPage({
  v,
  list,
  greetingBytes,
}: {
  v: View;
  list: Photos;
  greetingBytes: number;
}) {
  const at = { applicationId: list.applicationId };
  const f = bind(v, paths.photos.href(at));
  return (
    <>
      <PageHead
        title={
          list.mayChange
            ? v.t('applications.photos.title')
            : v.t('applications.photos.title-of', { pupil: list.pupil })
        }
        lead={list.mayChange ? v.t('applications.photos.lead', { max: photosAtMost }) : undefined}
        breadcrumbs={[
          {
            href: paths.application.href(at),
            label: list.mayChange
              ? v.t('applications.application.title')
              : v.t('applications.application.title-of', { pupil: list.pupil }),
          },
        ]}
        breadcrumbsLabel={v.t('applications.crumbs')}
      />
      <Faults v={v} files />
      {list.photos.length === 0 && !list.greeting && !list.mayChange && (
        <EmptyState
          title={v.t('applications.photos.none')}
          text={v.t('applications.photos.none-text', { pupil: list.pupil })}
        />
      )}
      {list.photos.map((p, i) => {
        const one = { ...at, photoId: p.id };
        const g = bind(v, paths.photoChange.href(one), { alt: p.alt, caption: p.caption });
        return (
          <Section
            key={p.id}
            title={p.caption || v.t('applications.photos.number', { number: i + 1 })}
            level={3}
          >
            <Photo p={{ ...p, caption: '' }} list={list} />
            {list.mayChange && (
              <Details summary={v.t('applications.photos.change', { number: i + 1 })}>
                <Form action={paths.photoChange.href(one)}>
                  <Hidden name="version" value={String(p.version)} />
                  <TextField {...g.text('alt')} label={v.t('applications.photos.alt')} required />
                  <TextField
                    {...g.text('caption')}
                    label={v.t('applications.photos.caption')}
                    optionalLabel={v.t('applications.optional')}
                  />
                  <ButtonRow>
                    <Button>{v.t('applications.photos.save')}</Button>
                    {i > 0 && (
                      <Button kind="quiet" name="earlier" value="yes">
                        {v.t('applications.photos.earlier')}
                      </Button>
                    )}
                    <Button kind="danger" formaction={paths.photoRemove.href(one)}>
                      {v.t('applications.photos.remove')}
                    </Button>
                  </ButtonRow>
                </Form>
              </Details>
            )}
          </Section>
        );
      })}
      {list.mayChange && list.photos.length < photosAtMost && (
        <Section title={v.t('applications.photos.add')}>
          <Form action={paths.photos.href(at)} multipart>
            <FileField
              name="file"
              label={v.t('applications.photos.file')}
              hint={v.t('applications.photos.file-hint')}
              error={f.text('file').error ?? f.text('content').error}
              accept="image/jpeg,image/png,image/webp"
              required
            />
            <TextField
              {...f.text('alt')}
              label={v.t('applications.photos.alt')}
              hint={v.t('applications.photos.alt-hint')}
              required
            />
            <TextField
              {...f.text('caption')}
              label={v.t('applications.photos.caption')}
              optionalLabel={v.t('applications.optional')}
            />
            <ButtonRow>
              <Button>{v.t('applications.photos.add-button')}</Button>
            </ButtonRow>
          </Form>
          <p class="hint">{v.t('applications.photos.who-sees')}</p>
        </Section>
      )}
      <GreetingSection v={v} list={list} bytesAtMost={greetingBytes} />
    </>
  );
}
