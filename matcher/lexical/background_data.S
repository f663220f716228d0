/* The background table as it is, between two symbols: see background.h. */
    .section .rodata
    .global skillwake_background_begin
    .global skillwake_background_end
skillwake_background_begin:
    .incbin "matcher/lexical/background.tsv"
skillwake_background_end:
    .byte 0
#if defined(__linux__) && defined(__ELF__)
    .section .note.GNU-stack,"",%progbits
#endif
