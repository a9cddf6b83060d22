using System.Runtime.InteropServices;
using Federated.Coordinator.Uploads;
using Federated.Protocol;
using Xunit;

namespace Federated.Coordinator.Tests;

/// <summary>However many updates come, and in whatever order, few are in memory, and all are used in the order of the cohort.</summary>
public sealed class UploadRoomTests : IDisposable
{
    private const int Cohort = 50;
    private const int Capacity = 4;
    private const int Floats = 1000;

    private readonly string _folder = Directory.CreateTempSubdirectory("federated-").FullName;
    private readonly ManualTime _time = new();
    private readonly List<(int Position, float[] Floats)> _used = [];
    private readonly UploadRoom _room;
    private readonly Turns _turns;

    public UploadRoomTests()
    {
        _room = new UploadRoom(_folder, Floats, Capacity, _time);
        _turns = new Turns(_room, (position, _, upload) => _used.Add((position, [.. upload.Floats()])));
        _room.Turn(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(49)]
    public async Task Updates_that_come_early_wait_on_disk_and_are_used_in_turn(int stride)
    {
        _time.Advance(UploadRoom.Patience);
        for (var i = 0; i < Cohort; i++)
        {
            // As if the turn of each had been waited for in vain.
            _time.Advance(UploadRoom.Patience);
            await SendAsync(i * stride % Cohort);
        }

        RequireAllInOrder(Cohort);
        Assert.InRange(_room.Buffers, 1, Capacity);
        Assert.Equal(stride > 1, _room.Files > 0);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task An_update_that_is_not_near_its_turn_waits_for_it_without_memory()
    {
        var far = Open(Capacity);
        Assert.False(far.Ready.IsCompleted);
        Assert.False(far.Take(0, Bytes(Capacity)));
        Assert.Equal(0, _room.Buffers);

        await SendAsync(0);
        await far.Ready.WaitAsync(TimeSpan.FromSeconds(30));
        Finish(far, Capacity);
        for (var position = 1; position < Capacity; position++)
        {
            await SendAsync(position);
        }

        RequireAllInOrder(Capacity + 1);
        Assert.Equal(0, _room.Files);
    }

    [Fact]
    public async Task An_upload_that_is_given_up_leaves_its_place_to_others()
    {
        for (var i = 0; i < 10 * Capacity; i++)
        {
            var given = Open(i % Capacity);
            await given.Ready;
            Assert.True(given.Take(0, Bytes(0).AsSpan(0, 100)));
            given.Release();
            Assert.False(given.Take(100, Bytes(0).AsSpan(100)));
        }

        var waiting = Open(Capacity);
        waiting.Release();
        await SendAsync(0);
        await waiting.Ready.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(waiting.Take(0, Bytes(Capacity)));
        Assert.InRange(_room.Buffers, 1, Capacity);
    }

    [Fact]
    public async Task What_waits_for_somebody_who_does_not_come_is_used_at_the_end()
    {
        foreach (var position in new[] { 3, 1, 2 })
        {
            await SendAsync(position);
        }

        Assert.Empty(_used);
        _turns.End();
        Assert.Equal([1, 2, 3], _used.Select(used => used.Position));
    }

    [Fact]
    public async Task Bytes_on_disk_are_compared_with_their_hash_too()
    {
        _time.Advance(UploadRoom.Patience);
        var upload = Open(Cohort);
        await upload.Ready;
        Assert.Equal(1, _room.Files);
        Assert.True(upload.Take(0, Bytes(Cohort + 1)));
        Assert.False(upload.IsWhole);
        upload.Release();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Bytes(int position) => [.. MemoryMarshal.AsBytes(Values(position).AsSpan())];

    private static float[] Values(int position) => [.. Enumerable.Range(0, Floats).Select(i => (position * 1000.0f) + i)];

    private Upload Open(int position) =>
        new(_room, position, new SubmitHeader { Up = Floats * sizeof(float), Sha256 = Framing.Hash(Bytes(position)) });

    private async Task SendAsync(int position)
    {
        var upload = Open(position);
        await upload.Ready.WaitAsync(TimeSpan.FromSeconds(30));
        Finish(upload, position);
    }

    private void Finish(Upload upload, int position)
    {
        var bytes = Bytes(position);
        Assert.True(upload.Take(0, bytes.AsSpan(0, 1500)));
        Assert.False(upload.IsWhole);
        Assert.True(upload.Take(1000, bytes.AsSpan(1000)));
        Assert.True(upload.IsWhole);
        _turns.Take(position, new SubmitHeader(), upload);
    }

    private void RequireAllInOrder(int count)
    {
        Assert.Equal(Enumerable.Range(0, count), _used.Select(used => used.Position));
        Assert.All(_used, used => Assert.Equal(Values(used.Position), used.Floats));
    }
}
