using System.Globalization;
using System.Net.Mail;
using Plumb.Server.Notices.Channels;

namespace Plumb.Cli.Configuration.Kinds;

/// <summary>Where webhooks are posted to.</summary>
public sealed class WebhookAddressKind : SingleKind<string?>
{
    public override string Expected => "an https:// address, or an http:// one of this machine or a private network, without user and fragment";

    public override string Called => "URL";

    public override string Example => "https://hooks.example.org/plumb";

    protected override bool TryRead(string text, out string? value)
    {
        value = text;
        return !text.Any(char.IsControl) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            && uri is { UserInfo.Length: 0, Fragment.Length: 0, Host.Length: > 0 };
    }

    protected override string Text(string? value) => value ?? "";
}

/// <summary>A secret of Standard Webhooks.</summary>
public sealed class SigningSecretKind : SingleKind<string?>
{
    public override string Expected => "whsec_ and 24 to 64 random bytes in base64 (echo whsec_$(openssl rand -base64 32) makes one)";

    // The example of the specification.
    public override string Example => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    protected override bool TryRead(string text, out string? value)
    {
        value = text;
        return SigningSecret.Parse(text) is not null;
    }

    protected override string Text(string? value) => value ?? "";
}

/// <summary>A mail server.</summary>
public sealed class MailServerKind : SingleKind<string?>
{
    public override string Expected => "smtp://HOST:PORT or smtps://HOST:PORT; the ports may be left out for 587 and 465";

    public override string Called => "ADDRESS";

    public override string Example => "smtps://mail.example.org";

    protected override bool TryRead(string text, out string? value)
    {
        value = text;
        return !text.Any(char.IsControl) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "smtp" or "smtps"
            && uri is { UserInfo.Length: 0, Fragment.Length: 0, Query.Length: 0, Host.Length: > 0, AbsolutePath: "" or "/" };
    }

    protected override string Text(string? value) => value ?? "";
}

/// <summary>A mail address without a name. Nothing in it can end a command of SMTP or begin a header.</summary>
public sealed class MailAddressKind : SingleKind<string?>
{
    public override string Expected => "a mail address";

    public override string Called => "ADDRESS";

    public override string Example => "ops@example.org";

    internal static bool Holds(string text) =>
        text.Length <= 254 && text.All(c => c is > ' ' and <= '~' and not ('<' or '>' or ',' or ';' or '"' or '(' or ')')) && MailAddress.TryCreate(text, out var address) && address.Address == text;

    protected override bool TryRead(string text, out string? value)
    {
        value = text;
        return Holds(text);
    }

    protected override string Text(string? value) => value ?? "";
}

/// <summary>A set of mail addresses.</summary>
public sealed class MailAddressesKind : ValueKind<IReadOnlyList<string>>
{
    public override string Expected => "mail addresses";

    public override string Called => "ADDRESS";

    public override string Example => "ops@example.org";

    public override bool Many => true;

    public override bool TryRead(IReadOnlyList<string> texts, out IReadOnlyList<string> value)
    {
        value = [.. texts.Distinct(StringComparer.OrdinalIgnoreCase)];
        return value.All(MailAddressKind.Holds);
    }

    public override IReadOnlyList<string> Write(IReadOnlyList<string> value) => value;
}

/// <summary>Hours of a day: <c>22:00-07:00</c> goes over midnight.</summary>
public sealed class DayHoursKind : SingleKind<(TimeOnly From, TimeOnly To)?>
{
    private const string Clock = "HH:mm";

    public override string Expected => "two different times of the day, HH:MM-HH:MM";

    public override string Called => "HH:MM-HH:MM";

    public override string Example => "22:00-07:00";

    protected override bool TryRead(string text, out (TimeOnly From, TimeOnly To)? value)
    {
        value = null;
        if (text.Split('-') is not [var first, var last]
            || !TimeOnly.TryParseExact(first, Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            || !TimeOnly.TryParseExact(last, Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var to))
        {
            return false;
        }

        value = (from, to);
        return from != to;
    }

    protected override string Text((TimeOnly From, TimeOnly To)? value) =>
        value is { } hours ? $"{hours.From.ToString(Clock, CultureInfo.InvariantCulture)}-{hours.To.ToString(Clock, CultureInfo.InvariantCulture)}" : "";
}

/// <summary>A time zone of the machine's table.</summary>
public sealed class TimeZoneKind : SingleKind<string?>
{
    public override string Expected => "a time zone of the IANA table that this machine has";

    public override string Called => "ZONE";

    public override string Example => "Europe/Berlin";

    protected override bool TryRead(string text, out string? value)
    {
        value = text;
        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out _);
    }

    protected override string Text(string? value) => value ?? "";
}
