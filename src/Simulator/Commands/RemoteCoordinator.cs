using System.CommandLine;
using Federated.Client;
using Federated.Coordinator.Operators;
using Federated.Learning;
using Federated.Learning.Rounds;
using Federated.Protocol.Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Serilog.Extensions.Logging;

namespace Federated.Simulator.Commands;

/// <summary>A coordinator that an operator calls.</summary>
internal sealed class RemoteCoordinator : IDisposable
{
    private static readonly Option<string?> _tokenFile = new("--token-file") { Description = "the coordinator's operator.token", HelpName = "FILE" };
    private static readonly Option<string?> _run = new("--run") { Description = "the folder of the coordinator's run, if it is on this machine: the token is there", HelpName = "DIR" };
    private static readonly Option<string> _name = new("--name") { Description = "name of the certificate to show, with --certificates", HelpName = "TEXT", DefaultValueFactory = _ => "operator" };

    private readonly Serilog.Core.Logger _log = ConsoleLog.Open(LogStyle.Text);
    private readonly NodeCertificate? _certificate;
    private readonly GrpcChannel _channel;
    private readonly string? _token;

    private RemoteCoordinator(Uri address, NodeCertificate? certificate, string? token)
    {
        (Address, _certificate, _token) = (address, certificate, token);
        var factory = new SerilogLoggerFactory(_log);
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = certificate is null ? null : SecureHandler.Create(certificate, address, TimeProvider.System, factory.CreateLogger("operator")),
            DisposeHttpClient = certificate is not null,
        });
    }

    /// <summary>Where it listens.</summary>
    public static Argument<string> Url { get; } = new("URL") { Description = "where the coordinator listens, for example http://127.0.0.1:7070" };

    /// <summary>How the caller reaches it.</summary>
    public static IReadOnlyList<Option> Connection { get; } = [CommonOptions.Certificates, _name];

    /// <summary>How the caller proves to be an operator.</summary>
    public static IReadOnlyList<Option> Proof { get; } = [_tokenFile, _run, PlainText.Insecure];

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>For calls.</summary>
    public ChannelBase Channel => _channel;

    /// <summary>Goes with an operator's calls.</summary>
    public Metadata Headers => _token is null ? [] : new Metadata { { "authorization", $"Bearer {_token}" } };

    /// <summary>For an operator's calls.</summary>
    public static RemoteCoordinator ForOperator(ParseResult parsed)
    {
        var (file, run) = (parsed.GetValue(_tokenFile), parsed.GetValue(_run));
        if (file is not null && run is not null)
        {
            throw new InputException("--token-file and --run exclude each other; expected one of them");
        }

        if (file is null && run is null && parsed.GetValue(CommonOptions.Certificates) is null)
        {
            throw new InputException("an operator has to prove it: expected --run with the folder of the run, --token-file with its operator.token, or --certificates with those of an operator");
        }

        var address = AddressOf(parsed);
        PlainText.RequireOnPurpose(parsed, address, $"{address}");
        var token = file is not null ? TokenChoice.ReadFile("--token-file", file) : run is not null ? TokenChoice.ReadFile("--run", OperatorToken.PathIn(run)) : null;
        return new RemoteCoordinator(address, Certificate(parsed, address), token);
    }

    /// <summary>For calls that everybody may make.</summary>
    public static RemoteCoordinator ForAnybody(ParseResult parsed)
    {
        var address = AddressOf(parsed);
        return new RemoteCoordinator(address, Certificate(parsed, address), token: null);
    }

    /// <summary>The address of a coordinator, as a user gives it.</summary>
    public static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new InputException($"{text}: not the address of a coordinator; expected for example http://127.0.0.1:7070");

    /// <summary>Makes a call; says what went wrong in a sentence.</summary>
    /// <exception cref="InputException">The coordinator refuses.</exception>
    /// <exception cref="RunFailedException">It was not reached.</exception>
    public async Task CallAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.PermissionDenied or StatusCode.FailedPrecondition or StatusCode.Unimplemented)
        {
            throw new InputException($"{Address}: {error.Status.Detail}", error);
        }
        catch (RpcException error)
        {
            throw new RunFailedException($"{Address}: {error.Status.Detail}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        _certificate?.Dispose();
        _log.Dispose();
    }

    private static Uri AddressOf(ParseResult parsed) => AddressOf(parsed.GetValue(Url)!);

    private static NodeCertificate? Certificate(ParseResult parsed, Uri address) =>
        CertificateChoice.Load(parsed.GetValue(CommonOptions.Certificates), parsed.GetValue(_name)!, address, $"{address}");
}
