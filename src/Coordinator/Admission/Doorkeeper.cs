using System.Globalization;
using Federated.Protocol;
using Federated.Protocol.Certificates;
using Grpc.Core;
using static Federated.Coordinator.Refusal;

namespace Federated.Coordinator.Admission;

/// <summary>Decides who may join.</summary>
/// <param name="options">tokens and limits</param>
/// <param name="time">clock</param>
internal sealed class Doorkeeper(CoordinatorOptions options, TimeProvider time)
{
    private const int LongestCredential = 1024;

    private readonly AddressBudget _joins = new(options.Limits.JoinBurst, options.Limits.JoinsPerSecond, time);
    private readonly WrongTokens _wrong = new(options.Limits.WrongTokens, options.Limits.LongestWait, time);

    /// <summary>Refuses whoever may not join, as far as that can be said without the run.</summary>
    /// <exception cref="RpcException">FAILED_PRECONDITION, PERMISSION_DENIED, RESOURCE_EXHAUSTED, INVALID_ARGUMENT</exception>
    public void Check(JoinRequest request, Caller caller)
    {
        if (_joins.Take(caller.Address) is { } pause)
        {
            throw TooOften("this address joins too often", pause);
        }

        if (request.Version != ProtocolVersion.Current)
        {
            throw Refused(StatusCode.FailedPrecondition, $"the node speaks version {request.Version} of the protocol, the coordinator {ProtocolVersion.Current}; install the same version on both");
        }

        RequirePatience(caller);
        if (!Knows(request.Token))
        {
            _wrong.Add(caller.Address);
            throw Refused(StatusCode.PermissionDenied, options.Enrolment is null
                ? "the token is not this run's; expected the one that 'fed serve' was started with"
                : "the token is none of this run's; expected one that 'fed tokens' made for it");
        }

        if (request.Slots is < 1 or > 4096 || request.Name.Length > 200 || request.Name.Any(char.IsControl))
        {
            throw Refused(StatusCode.InvalidArgument, $"{request.Slots} slots and a name of {request.Name.Length} characters; expected 1 to 4096 and at most 200, on one line");
        }

        if (caller.Certificate is { } certificate && (PeerValidation.RefuseNode(certificate) ?? PeerValidation.RefuseName(certificate, request.Name)) is { } refusal)
        {
            throw Refused(StatusCode.PermissionDenied, refusal);
        }

        if (options.Enrolment is not null && caller.Certificate is null && request.Credential.Length is < SecretHash.CredentialBytes or > LongestCredential)
        {
            throw Refused(StatusCode.InvalidArgument, $"a credential of {request.Credential.Length} bytes; a token that is used once needs one of {SecretHash.CredentialBytes} to {LongestCredential} random bytes");
        }
    }

    /// <summary>Binds a token that is used once to the node, on disk when this returns.</summary>
    /// <exception cref="RpcException">PERMISSION_DENIED: another node has used it.</exception>
    public static void Enrol(JoinRequest request, Caller caller, EnrolmentLedger? ledger)
    {
        if (ledger is null)
        {
            return;
        }

        var owner = caller.Certificate is { } certificate
            ? EnrolmentLedger.Certified(PeerValidation.NameOf(certificate))
            : EnrolmentLedger.Knowing(request.Credential.Span);
        if (ledger.Bind(SecretHash.Of(request.Token), owner, request.Name) is { } other)
        {
            throw Refused(StatusCode.PermissionDenied, $"the token was used by another node, '{other}'; expected one of this node's own, or the credential with which it joined first");
        }
    }

    /// <summary>Refuses an operator who may not call.</summary>
    /// <param name="token">what the caller showed; null: nothing</param>
    /// <param name="expected">the operator's token</param>
    /// <param name="caller">where from</param>
    /// <exception cref="RpcException">PERMISSION_DENIED, RESOURCE_EXHAUSTED</exception>
    public void CheckOperator(string? token, string expected, Caller caller)
    {
        if (caller.Certificate is { } certificate && PeerValidation.IsOperator(certificate))
        {
            return;
        }

        RequirePatience(caller);
        if (token is null || !SecretHash.AreEqual(token, expected))
        {
            _wrong.Add(caller.Address);
            throw Refused(StatusCode.PermissionDenied, "only for operators; expected the token in operator.token of the run's folder, or a certificate of 'fed certs issue --operator'");
        }
    }

    private bool Knows(string token) => options switch
    {
        { Enrolment: { } hashes } => hashes.Contains(SecretHash.Of(token)),
        { Token: { } expected } => SecretHash.AreEqual(token, expected),
        _ => true,
    };

    private void RequirePatience(Caller caller)
    {
        if (_wrong.Wait(caller.Address) is { } pause)
        {
            throw TooOften("too many wrong tokens came from this address", pause);
        }
    }

    private static RpcException TooOften(string why, TimeSpan pause) => Refused(
        StatusCode.ResourceExhausted, string.Create(CultureInfo.InvariantCulture, $"{why}; try again in {Math.Ceiling(pause.TotalSeconds):F0} s"));
}
