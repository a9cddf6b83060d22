using System.Net;
using Federated.Coordinator.Admission;
using Federated.Protocol;
using Federated.Protocol.Certificates;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Federated.Coordinator.Tests.Admission;

/// <summary>Who may join, and with which status others are refused.</summary>
public sealed class DoorkeeperTests : IDisposable
{
    private const string Right = "the right token";

    private static readonly Caller _somebody = new("192.0.2.1", null);

    private readonly string _folder = Directory.CreateTempSubdirectory("federated-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_cluster_behind_one_address_joins_and_comes_back_without_a_limit()
    {
        var door = new Doorkeeper(Options(), _time);
        for (var crash = 0; crash < 10; crash++)
        {
            for (var node = 0; node < 20; node++)
            {
                door.Check(Request(Right), _somebody);
            }
        }
    }

    [Fact]
    public void Five_thousand_nodes_of_one_address_get_in_within_minutes()
    {
        var door = new Doorkeeper(Options(), _time);
        var (joined, seconds) = (0, 0);
        for (; joined < 5000; seconds++, _time.Advance(TimeSpan.FromSeconds(1)))
        {
            while (joined < 5000 && Status(() => door.Check(Request(Right), _somebody)) is null)
            {
                joined++;
            }
        }

        Assert.InRange(seconds, 2, 300);
    }

    [Fact]
    public void An_address_that_joins_without_end_is_held_up_and_others_are_not()
    {
        var door = new Doorkeeper(Options() with { Limits = new CoordinatorLimits { JoinBurst = 5 } }, _time);
        for (var i = 0; i < 5; i++)
        {
            door.Check(Request(Right), _somebody);
        }

        Assert.Equal(StatusCode.ResourceExhausted, Status(() => door.Check(Request(Right), _somebody)));
        door.Check(Request(Right), _somebody with { Address = "192.0.2.2" });
        _time.Advance(TimeSpan.FromSeconds(1));
        door.Check(Request(Right), _somebody);
    }

    [Fact]
    public void Who_guesses_waits_even_with_the_right_token_until_time_has_passed()
    {
        var door = new Doorkeeper(Options(), _time);
        for (var i = 0; i <= Options().Limits.WrongTokens; i++)
        {
            Assert.Equal(StatusCode.PermissionDenied, Status(() => door.Check(Request("wrong"), _somebody)));
        }

        Assert.Equal(StatusCode.ResourceExhausted, Status(() => door.Check(Request("wrong"), _somebody)));
        Assert.Equal(StatusCode.ResourceExhausted, Status(() => door.Check(Request(Right), _somebody)));
        door.Check(Request(Right), _somebody with { Address = "192.0.2.2" });
        _time.Advance(TimeSpan.FromSeconds(1));
        door.Check(Request(Right), _somebody);
    }

    [Theory]
    [InlineData(1, "a\nb")]
    [InlineData(0, "a")]
    [InlineData(5000, "a")]
    public void Names_that_would_spoil_a_log_and_senseless_slots_are_refused(int slots, string name)
    {
        var request = Request(Right);
        (request.Slots, request.Name) = (slots, name);

        Assert.Equal(StatusCode.InvalidArgument, Status(() => new Doorkeeper(Options(), _time).Check(request, _somebody)));
    }

    [Fact]
    public void Without_a_certificate_a_token_is_bound_to_what_only_its_node_knows()
    {
        var token = EnrolmentFile.Add(Path.Combine(_folder, "tokens"), 1)[0];
        var door = new Doorkeeper(WithEnrolment(), _time);
        using var ledger = new EnrolmentLedger(Path.Combine(_folder, "db"));
        var (mine, theirs) = (Request(token, credential: 1), Request(token, credential: 2));

        Join(door, mine, _somebody, ledger);
        Join(door, mine, _somebody, ledger);
        Assert.Equal(StatusCode.PermissionDenied, Status(() => Join(door, theirs, _somebody, ledger)));
        Assert.Equal(StatusCode.InvalidArgument, Status(() => Join(door, Request(token), _somebody, ledger)));
        Assert.Equal(StatusCode.PermissionDenied, Status(() => Join(door, Request(Right, credential: 1), _somebody, ledger)));
    }

    [Fact]
    public void With_a_certificate_a_token_is_bound_to_its_name()
    {
        using var authority = CertificateAuthority.Create(_folder, CertificateAuthority.UsualName, TimeProvider.System);
        using var one = Issue(authority, "one");
        using var other = Issue(authority, "other");
        var token = EnrolmentFile.Add(Path.Combine(_folder, "tokens"), 1)[0];
        var door = new Doorkeeper(WithEnrolment(), _time);
        using var ledger = new EnrolmentLedger(Path.Combine(_folder, "db"));

        Join(door, Request(token, name: "one"), new Caller("a", one.Certificate), ledger);
        Join(door, Request(token, name: "one"), new Caller("b", one.Certificate), ledger);
        Assert.Equal(StatusCode.PermissionDenied, Status(() => Join(door, Request(token, name: "other"), new Caller("a", other.Certificate), ledger)));
        Assert.Equal(StatusCode.PermissionDenied, Status(() => Join(door, Request(token, name: "one"), new Caller("a", other.Certificate), ledger)));
    }

    [Fact]
    public void An_operator_is_no_node_and_a_node_is_no_operator()
    {
        using var authority = CertificateAuthority.Create(_folder, CertificateAuthority.UsualName, TimeProvider.System);
        using var person = Issue(authority, "alice", CertificateHolder.Operator);
        using var node = Issue(authority, "worker");
        var door = new Doorkeeper(Options(), _time);

        Assert.Equal(StatusCode.PermissionDenied, Status(() => door.Check(Request(Right, name: "alice"), new Caller("a", person.Certificate))));
        door.CheckOperator(null, "secret", new Caller("a", person.Certificate));
        Assert.Equal(StatusCode.PermissionDenied, Status(() => door.CheckOperator(null, "secret", new Caller("a", node.Certificate))));
        Assert.Equal(StatusCode.PermissionDenied, Status(() => door.CheckOperator(Right, "secret", _somebody)));
        door.CheckOperator("secret", "secret", _somebody);
    }

    [Fact]
    public void Limits_count_a_site_of_IPv6_and_an_address_of_IPv4()
    {
        Assert.Equal(AddressOf("2001:db8:1:2::1"), AddressOf("2001:db8:1:2:ffff::9"));
        Assert.NotEqual(AddressOf("2001:db8:1:2::1"), AddressOf("2001:db8:1:3::1"));
        Assert.Equal(AddressOf("192.0.2.1"), AddressOf("::ffff:192.0.2.1"));
        Assert.NotEqual(AddressOf("192.0.2.1"), AddressOf("192.0.2.2"));

        static string AddressOf(string text) => Caller.Of(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(text) } }).Address;
    }

    private static CoordinatorOptions Options() => new() { Listen = new Uri("http://127.0.0.1:0"), Token = Right };

    private static JoinRequest Request(string token, byte credential = 0, string name = "node") => new()
    {
        Version = ProtocolVersion.Current,
        Name = name,
        Token = token,
        Slots = 1,
        Credential = credential == 0 ? ByteString.Empty : ByteString.CopyFrom([.. Enumerable.Repeat(credential, SecretHash.CredentialBytes)]),
    };

    private static void Join(Doorkeeper door, JoinRequest request, Caller caller, EnrolmentLedger ledger)
    {
        door.Check(request, caller);
        Doorkeeper.Enrol(request, caller, ledger);
    }

    private static StatusCode? Status(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (RpcException error)
        {
            return error.StatusCode;
        }
    }

    private CoordinatorOptions WithEnrolment() => Options() with { Token = null, Enrolment = EnrolmentFile.Read(Path.Combine(_folder, "tokens")) };

    private NodeCertificate Issue(CertificateAuthority authority, string name, CertificateHolder holder = CertificateHolder.Node)
    {
        authority.Issue(name, [], CertificateAuthority.UsualDays, holder);
        return CertificateFiles.Load(_folder, name, TimeProvider.System);
    }
}
