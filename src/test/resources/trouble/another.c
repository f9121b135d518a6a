/* What another tool may have on an interface. */
__attribute__((section("xdp"), used)) int another(void *context)
{
	return 2; /* XDP_PASS */
}

__attribute__((section("license"), used)) char LICENSE[] = "GPL";
