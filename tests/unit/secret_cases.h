static void
cases(void)
{
	T(starts(found_z("", KIND_TEXT), ""));
	T(strstr(found_t("x = \"{A-Za-z0-9:3}\"", KIND_C), "generic") == NULL);
}
