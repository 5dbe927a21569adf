type ParamNames<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;

export type PathParams<P extends string> = { [K in ParamNames<P>]: string };

/** A typed address: the pattern for the router, `href` for links. Links are never written as bare strings. */
export type Path<P extends string = string> = {
  pattern: P;
  href(
    ...args: ParamNames<P> extends never
      ? [params?: undefined, search?: Search]
      : [params: PathParams<P>, search?: Search]
  ): string;
};

export type Search = Record<string, string | number | null | undefined>;

export function path<P extends `/${string}`>(pattern: P): Path<P> {
  // text and names in turn: /mobilities/ mobilityId /way
  const pieces = pattern.split(/:([a-zA-Z]+)/);
  return {
    pattern,
    href: ((params: Record<string, string> | undefined, search?: Search) => {
      let at = pieces[0] as string;
      for (let i = 1; i < pieces.length; i += 2)
        at += encodeURIComponent(params?.[pieces[i] as string] ?? '') + pieces[i + 1];
      return search ? at + queryOf(search) : at;
    }) as Path<P>['href'],
  };
}

function queryOf(search: Search): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value !== null && value !== undefined && value !== '') query.set(key, String(value));
  }
  return query.size > 0 ? `?${query}` : '';
}
