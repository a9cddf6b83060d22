using System.CommandLine;
using Federated.Protocol.Certificates;
using static System.FormattableString;

namespace Federated.Simulator.Commands;

/// <summary><c>fed certs init</c>, <c>issue</c>, <c>renew</c> and <c>show</c></summary>
internal static class CertsCommand
{
    private static readonly Argument<string> _folder = new("DIR") { Description = "the folder of the CA and of the certificates that it issued" };
    private static readonly Argument<string> _node = new("NAME") { Description = "the node: letters, digits and . _ - (at most 64)" };
    private static readonly Option<string?> _caName = new("--name") { Description = $"what the CA is called [default: {CertificateAuthority.UsualName}]", HelpName = "TEXT" };
    private static readonly Option<string[]> _hosts = new("--host")
    {
        Description = "a DNS name or IP address under which others reach the node; may be repeated [default: none, the node only connects]",
        HelpName = "HOST",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> _operator = new("--operator") { Description = "for one who watches and stops runs, not for a node" };

    private static readonly Option<string?> _days = new("--days")
    {
        Description = Invariant($"how long it is valid, 1 to {CertificateAuthority.MostDays} [default: {CertificateAuthority.UsualDays}]"),
        HelpName = "N",
    };

    private static readonly TimeProvider _time = TimeProvider.System;

    /// <summary>The command for the parser.</summary>
    public static Command Build()
    {
        var init = new CommandWithExamples("init", "Make a CA", "fed certs init certs", "fed certs init certs --name \"Hospital study\"") { _folder, _caName };
        init.SetAction(parsed => Guard.Run(parsed, Init));
        var issue = new CommandWithExamples(
            "issue",
            "Make a key and a certificate for a node",
            "fed certs issue certs coordinator --host fed.example.org --host 192.0.2.7",
            "fed certs issue certs worker-1 --days 30",
            "fed certs issue certs alice --operator")
        { _folder, _node, _hosts, _days, _operator };
        issue.SetAction(parsed => Guard.Run(parsed, Issue));
        var renew = new CommandWithExamples("renew", "Give a node more time, with the same name, hosts and key", "fed certs renew certs worker-1") { _folder, _node, _days };
        renew.SetAction(parsed => Guard.Run(parsed, Renew));
        var show = new CommandWithExamples("show", "List certificates, and say which run out", "fed certs show certs") { _folder };
        show.SetAction(parsed => Guard.Run(parsed, Show));
        return new Command("certs", "Certificates by which nodes know each other") { init, issue, renew, show };
    }

    private static int Init(ParseResult parsed)
    {
        var folder = parsed.GetValue(_folder)!;
        using var authority = CertificateAuthority.Create(folder, parsed.GetValue(_caName) ?? CertificateAuthority.UsualName, _time);
        Console.WriteLine($"CA: {authority.Entry.Name}, valid until {CertificateText.Day(authority.Entry.ValidUntil)}");
        Console.WriteLine($"certificate: {Path.Combine(folder, "ca.crt")} (every node gets a copy)");
        Console.WriteLine($"key: {Path.Combine(folder, "ca.key")} (stays here: whoever has it can be any node)");
        return ExitCode.Done;
    }

    private static int Issue(ParseResult parsed)
    {
        var (folder, name) = (parsed.GetValue(_folder)!, parsed.GetValue(_node)!);
        using var authority = CertificateAuthority.Open(folder, _time);
        Write(authority.Issue(name, parsed.GetValue(_hosts) ?? [], Days(parsed), parsed.GetValue(_operator) ? CertificateHolder.Operator : CertificateHolder.Node));
        Console.WriteLine($"certificate: {Path.Combine(folder, name + ".crt")}");
        Console.WriteLine($"key: {Path.Combine(folder, name + ".key")} (for this node only)");
        return ExitCode.Done;
    }

    private static int Renew(ParseResult parsed)
    {
        var (folder, name) = (parsed.GetValue(_folder)!, parsed.GetValue(_node)!);
        using var authority = CertificateAuthority.Open(folder, _time);
        Write(authority.Renew(name, Days(parsed)));
        Console.WriteLine($"certificate: {Path.Combine(folder, name + ".crt")} (the key stays the same)");
        return ExitCode.Done;
    }

    private static int Show(ParseResult parsed)
    {
        var folder = parsed.GetValue(_folder)!;
        CertificateText.Write(Console.Out, folder, CertificateFiles.List(folder), _time.GetUtcNow());
        return ExitCode.Done;
    }

    private static int Days(ParseResult parsed) =>
        (int)Asked.Whole("--days", parsed.GetValue(_days), CertificateAuthority.UsualDays, 1, CertificateAuthority.MostDays);

    private static void Write(CertificateEntry entry)
    {
        Console.WriteLine($"node: {entry.Name}, valid until {CertificateText.Day(entry.ValidUntil)}");
        Console.WriteLine($"hosts: {(entry.Hosts.Count > 0 ? string.Join(", ", entry.Hosts) : "none, the node only connects")}");
    }
}
