export const orgKinds = ['school', 'supporting'] as const;
export type OrgKind = (typeof orgKinds)[number];

export const invitationKinds = ['admin', 'colleague', 'project'] as const;
export type InvitationKind = (typeof invitationKinds)[number];

/** What a link is worth now. `unknown` is a link that never was, or was replaced by a newer one. */
export type InvitationState = 'open' | 'expired' | 'used' | 'withdrawn' | 'unknown';
