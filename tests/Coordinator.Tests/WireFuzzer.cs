using System.Reflection;
using Federated.Learning.Randomness;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Federated.Coordinator.Tests;

/// <summary>Calls every method of every service that the coordinator serves, over a connection, with messages made from their description and with changed bytes.</summary>
/// <param name="invoker">the connection</param>
/// <param name="words">texts and bytes that mean something: sessions, tokens, hashes</param>
/// <param name="lease">a number that means something</param>
/// <param name="seed">decides everything</param>
internal sealed class WireFuzzer(CallInvoker invoker, IReadOnlyList<string> words, long lease, ulong seed)
{
    private static readonly Marshaller<byte[]> _bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private KeyedStream _chance = new(seed, Purpose.Cohort);

    /// <summary>Methods of all services in the coordinator, whatever their contract: a service that is added is found.</summary>
    public static IReadOnlyList<MethodDescriptor> Methods { get; } = [.. typeof(DeviceService).Assembly.GetTypes()
        .Select(type => type.BaseType?.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false)?.BindType)
        .OfType<Type>()
        .Select(type => (ServiceDescriptor)type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!)
        .SelectMany(service => service.Methods)];

    /// <summary>Answers by method and code.</summary>
    public Dictionary<(string Method, StatusCode Code), int> Answers { get; } = [];

    /// <summary>Makes one call, and waits for its answer.</summary>
    public async Task CallAsync()
    {
        var method = Methods[_chance.NextInt32(Methods.Count)];
        var messages = Enumerable.Range(0, method.IsClientStreaming ? 1 + _chance.NextInt32(4) : 1).Select(_ => Message(method.InputType)).ToArray();
        var code = await AnswerAsync(method, messages);
        Answers[(method.FullName, code)] = Answers.GetValueOrDefault((method.FullName, code)) + 1;
    }

    private async Task<StatusCode> AnswerAsync(MethodDescriptor method, byte[][] messages)
    {
        // A stream of tasks has no end: whoever opens one goes away.
        using var leave = new CancellationTokenSource(_patience);
        var options = new CallOptions(cancellationToken: leave.Token);
        var type = method.IsClientStreaming ? MethodType.ClientStreaming : method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var called = new Method<byte[], byte[]>(type, method.Service.FullName, method.Name, _bytes, _bytes);
        try
        {
            switch (type)
            {
                case MethodType.Unary:
                    await invoker.AsyncUnaryCall(called, null, options, messages[0]);
                    break;
                case MethodType.ServerStreaming:
                    using (var call = invoker.AsyncServerStreamingCall(called, null, options, messages[0]))
                    {
                        while (await call.ResponseStream.MoveNext(leave.Token))
                        {
                            leave.CancelAfter(TimeSpan.FromMilliseconds(20));
                        }
                    }

                    break;
                default:
                    using (var call = invoker.AsyncClientStreamingCall(called, null, options))
                    {
                        await SendAsync(call.RequestStream, messages);
                        await call.ResponseAsync;
                    }

                    break;
            }

            return StatusCode.OK;
        }
        catch (RpcException error)
        {
            return error.StatusCode;
        }
    }

    private static async Task SendAsync(IClientStreamWriter<byte[]> stream, byte[][] messages)
    {
        try
        {
            foreach (var message in messages)
            {
                await stream.WriteAsync(message);
            }

            await stream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            // It was refused before everything was read.
        }
    }

    private byte[] Message(MessageDescriptor type)
    {
        switch (_chance.NextInt32(4))
        {
            case 0:
                return Bytes(_chance.NextInt32(60));
            case 1:
                var changed = Fill(type, depth: 0).ToByteArray();
                for (var i = _chance.NextInt32(3); i >= 0 && changed.Length > 0; i--)
                {
                    changed[_chance.NextInt32(changed.Length)] ^= (byte)(1 << _chance.NextInt32(8));
                }

                return changed;
            default:
                return Fill(type, depth: 0).ToByteArray();
        }
    }

    private IMessage Fill(MessageDescriptor type, int depth)
    {
        var message = type.Parser.ParseFrom([]);
        foreach (var field in type.Fields.InFieldNumberOrder().Where(field => _chance.NextInt32(5) > 0))
        {
            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(message);
                for (var i = _chance.NextInt32(3); !field.IsMap && i > 0; i--)
                {
                    list.Add(Value(field, depth));
                }
            }
            else if (depth < 3 || field.FieldType != FieldType.Message)
            {
                field.Accessor.SetValue(message, Value(field, depth));
            }
        }

        return message;
    }

    private object Value(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.String => _chance.NextInt32(4) > 0 ? words[_chance.NextInt32(words.Count)] : new string('x', _chance.NextInt32(300)),
        FieldType.Bytes => ByteString.CopyFrom(_chance.NextInt32(2) == 0 ? Convert.FromHexString(words[0]) : Bytes(_chance.NextInt32(70))),
        FieldType.Bool => _chance.NextInt32(2) == 0,
        FieldType.Double => BitConverter.UInt64BitsToDouble(_chance.NextUInt64()),
        FieldType.Float => BitConverter.UInt32BitsToSingle((uint)_chance.NextUInt64()),
        FieldType.Message => Fill(field.MessageType, depth + 1),
        FieldType.Enum => (int)Number(),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (int)Number(),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Number(),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)Number(),
        _ => Number(),
    };

    private long Number() => _chance.NextInt32(6) switch
    {
        0 => 0,
        1 => 1,
        2 => -1,
        3 => lease,
        4 => _chance.NextInt32(100_000),
        _ => (long)_chance.NextUInt64(),
    };

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)_chance.NextInt32(256);
        }

        return bytes;
    }
}
