"""The colours and fonts of a picture."""

STYLE = """
svg{font-family:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
.canvas{fill:#f8fafc}
.box{fill:#fff;stroke:#cbd5e1}
.box.foreign{fill:#f1f5f9;stroke:#94a3b8;stroke-dasharray:4 3}
.bar{fill:#0f766e}
text{font-size:12px}
.title{fill:#fff;font-size:13px;font-weight:600}
.foreign{fill:#475569;font-size:13px;font-weight:600}
.field{fill:#1e293b}
.holds,.key{fill:#64748b}
.role,.key{font-size:11px}
.role{fill:#475569;font-style:italic}
.caption{fill:#1e293b;font-size:13px;font-weight:600}
.mark{fill:none;stroke:#0f766e;stroke-width:1.4}
.mark.full{fill:#0f766e}
.wire,.step{fill:none;stroke:#94a3b8;stroke-width:1.4}
.end{fill:#f8fafc;stroke:#475569;stroke-width:1.4}
.state{fill:#fff;stroke:#0f766e;stroke-width:1.4}
.start,.head{fill:#475569}
@media (prefers-color-scheme:dark){
.canvas{fill:#0b1220}
.box{fill:#172033;stroke:#334155}
.box.foreign{fill:#111a2b;stroke:#475569}
.bar{fill:#115e59}
.title{fill:#f0fdfa}
.foreign{fill:#94a3b8}
.field,.caption{fill:#e2e8f0}
.holds,.key{fill:#94a3b8}
.role{fill:#a8b5c7}
.mark{stroke:#2dd4bf}
.mark.full{fill:#2dd4bf}
.wire,.step{stroke:#64748b}
.end{fill:#0b1220;stroke:#cbd5e1}
.state{fill:#172033;stroke:#2dd4bf}
.start,.head{fill:#cbd5e1}
}
"""
