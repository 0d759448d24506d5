using JasperFx;
using Marten;
using Npgsql;
using Weasel.Core;

namespace Policy.Host.Security;

/// <summary>Accounts, sessions and API keys; they are the host's and apart from the store of policies.</summary>
public interface IAccountStore : IDocumentStore;

/// <summary>Configures <see cref="IAccountStore"/>.</summary>
internal static class AccountStore
{
    public static void AddAccountStore(this IServiceCollection services) =>
        services.AddMartenStore<IAccountStore>(provider =>
        {
            var options = new StoreOptions();
            options.Connection(provider.GetRequiredService<NpgsqlDataSource>());
            options.DatabaseSchemaName = "accounts";
            options.AutoCreateSchemaObjects = AutoCreate.None;
            options.DisableNpgsqlLogging = true;
            options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase);
            options.Schema.For<Account>().UseOptimisticConcurrency(true);
            options.Schema.For<Session>().Index(session => session.ExpiresAt);
            options.Schema.For<ApiKey>();
            return options;
        });
}
