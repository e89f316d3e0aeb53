/** The app's mark: the half-open range [ ) with a file's segments filling it. */
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg className={className} viewBox="0 0 64 64" aria-hidden>
      <rect className="mark-ground" x="2" y="2" width="60" height="60" rx="15" />
      <path className="mark-line" d="M22 17h-7v30h7" />
      <path className="mark-line" d="M42 17c9 8 9 22 0 30" />
      <rect className="mark-bar" x="22.5" y="23" width="19" height="4.5" rx="2.25" />
      <rect className="mark-bar" x="22.5" y="29.75" width="13" height="4.5" rx="2.25" opacity="0.85" />
      <rect className="mark-bar" x="22.5" y="36.5" width="7.5" height="4.5" rx="2.25" opacity="0.65" />
    </svg>
  );
}
